/** The test of the mail server: connects and signs in as for a mail, and sends none. */
import { explainConnectionError } from './errors';
import type { SmtpSettings } from './smtp-settings';
import type { MailTransport } from './transport';

export interface MailServerCheck {
  readonly ok: boolean;
  /** French sentences: what works, or what is wrong and which setting to correct. */
  readonly findings: readonly string[];
}

/** Never rejects. */
export async function checkMailServer(
  transport: Pick<MailTransport, 'verify'>,
  settings: SmtpSettings,
): Promise<MailServerCheck> {
  try {
    await transport.verify();
  } catch (error) {
    return { ok: false, findings: [explainConnectionError(error)] };
  }
  const signed = settings.MAIL_DKIM_DOMAIN;
  const signature = signed === undefined ? 'sans signature DKIM' : `signés pour ${signed} (DKIM)`;
  const works = `Le serveur de messagerie répond ; les courriels partent de ${settings.MAIL_FROM}, ${signature}.`;
  return { ok: true, findings: [works] };
}
