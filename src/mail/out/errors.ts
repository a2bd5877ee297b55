import { StartError } from '../../errors/start-error';
import { z } from 'zod';

/** A mail that did not leave. `message` is French, for people; `retryable` says whether trying again may help. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly retryAfterMillis: number | undefined;
  /** The server is away, for whoever writes to it: no attempt of this mail is used up by that. */
  readonly outage: boolean;
  constructor(
    message: string,
    readonly retryable: boolean,
    options: ErrorOptions & { readonly retryAfterMillis?: number; readonly outage?: boolean } = {},
  ) {
    super(message, options);
    this.retryAfterMillis = options.retryAfterMillis;
    this.outage = options.outage ?? false;
  }
}

/** End of the message of a last attempt. */
export const KEPT =
  'Rien n’est perdu : le courriel est gardé. Une fois la messagerie rétablie, relancez l’étape et il partira.';

/** After the first attempt a minute, then four, sixteen, an hour: servers restart within minutes. */
export function pauseMillis(attempts: number): number {
  return Math.min(60_000 * 4 ** (attempts - 1), 60 * 60_000);
}

/** While the server is away: often enough that mails leave soon after it is back. */
export function outagePauseMillis(attempts: number): number {
  return Math.min(pauseMillis(attempts), 5 * 60_000);
}

/** Five days of pauses, after which the other servers of the world give up too. */
export const longestOutageAttempts = 1_440;

/** A person has had the mail sent again, and it is leaving just now. */
export function inHand(): MailError {
  const text = 'Le courriel est en train de partir, à la demande de quelqu’un.';
  return new MailError(text, true, { retryAfterMillis: 60_000 });
}

/** A recipient that the server did not take. */
export interface Refusal {
  readonly address: string;
  /** What the server answered. */
  readonly said: string;
  /** SMTP 5xx: it will not change its mind. */
  readonly permanent: boolean;
}

/** A setting of the mail that cannot be used: the program does not start. French, for who starts it. */
export class MailConfigurationError extends StartError {
  override readonly name = 'MailConfigurationError';
  constructor(
    readonly variable: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`Réglage ${variable} : ${why}.`, options);
  }
}

const unreachable = new Set([
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'EPROTOCOL',
  'EABORT',
]);

/** SMTP 421: the server takes nothing at all just now. */
const closing = 421;

interface SettingsFault {
  readonly text: string;
  readonly detail: string;
  readonly retryable: boolean;
}

/** What nodemailer threw, when it is the settings that the server does not take. */
function settingsFault(error: unknown): SettingsFault | null {
  const { code, responseCode, response, message } = detailsOf(error);
  const said = shorten(response ?? message);
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return {
      text: 'Le serveur de messagerie refuse l’identifiant ou le mot de passe configurés (SMTP_URL).',
      detail: `Réponse du serveur : « ${said} ».`,
      retryable: responseCode === undefined || responseCode < 500,
    };
  }
  if (code === 'ETLS' || /certificate|self.signed|altname|TLS|SSL/i.test(message)) {
    return {
      text: 'La connexion chiffrée au serveur de messagerie a échoué (SMTP_URL, SMTP_STARTTLS, SMTP_CA_FILE).',
      detail: `Détail : « ${said} ».`,
      retryable: true,
    };
  }
  return null;
}

/** What nodemailer threw at a mere connection, in words for who configures it. */
export function explainConnectionError(error: unknown): string {
  const fault = settingsFault(error);
  if (fault !== null) return `${fault.text} ${fault.detail}`;
  const { response, message } = detailsOf(error);
  const detail = `Détail : « ${shorten(response ?? message)} ».`;
  return `Le serveur de messagerie que nomme SMTP_URL ne répond pas comme attendu. ${detail}`;
}

/** What nodemailer threw, in words for people. SMTP 4xx and network troubles may pass; 5xx will not. */
export function explainTransportError(error: unknown, to: string): MailError {
  if (error instanceof MailError) return error;
  const { code, responseCode, response, message } = detailsOf(error);
  const said = shorten(response ?? message);
  const of = (text: string, retryable: boolean, outage = false) =>
    new MailError(text, retryable, { cause: error, outage });
  const fault = settingsFault(error);
  if (fault !== null) return of(`${fault.text} Prévenez l’administrateur. ${fault.detail}`, fault.retryable);
  if (responseCode !== undefined && responseCode >= 500) {
    const text = `Le serveur de messagerie refuse le courriel adressé à ${to}. Sa réponse : « ${said} ».`;
    return of(text, false);
  }
  if (
    responseCode === closing ||
    (responseCode === undefined && code !== undefined && unreachable.has(code))
  ) {
    const text =
      `Le courriel adressé à ${to} n’a pas pu partir : le serveur de messagerie ne répond pas. ` +
      `Prévenez l’administrateur s’il ne fonctionne pas. Détail : « ${said} ».`;
    return of(text, true, true);
  }
  return of(`Le courriel adressé à ${to} n’a pas pu partir. Détail : « ${said} ».`, true);
}

/** Retryable unless the server will never take the mail for `to`, or nothing but refusals for good is left. */
export function explainRefusals(refusals: readonly Refusal[], to: string): MailError {
  const lines = refusals.map(
    ({ address, said, permanent }) =>
      `Le serveur de messagerie ${permanent ? 'refuse' : 'ne prend pas encore'} l’adresse « ${address} » : ` +
      `« ${shorten(said)} ».`,
  );
  const hopeless = refusals.some(({ address, permanent }) => permanent && address === to);
  const retryable = !hopeless && refusals.some(({ permanent }) => !permanent);
  const advice = hopeless ? ' Corrigez l’adresse dans le dossier, puis relancez l’étape.' : '';
  return new MailError(`${lines.join(' ')}${advice}`, retryable);
}

function shorten(said: string): string {
  return said.replace(/[\s\p{C}]+/gu, ' ').slice(0, 300);
}

const details = z.object({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
});

function detailsOf(error: unknown): z.output<typeof details> {
  const read = details.safeParse(error);
  return read.success ? read.data : { message: String(error) };
}

const rejections = z.object({
  rejectedErrors: z
    .array(
      z.object({
        recipient: z.string(),
        message: z.string(),
        response: z.string().optional(),
        responseCode: z.number().optional(),
      }),
    )
    .min(1),
});

/** Recipients that the server refused, in what nodemailer threw or answered; null when it is about something else. */
export function refusalsIn(told: unknown): readonly Refusal[] | null {
  const read = rejections.safeParse(told);
  if (!read.success) return null;
  return read.data.rejectedErrors.map(({ recipient, message, response, responseCode }) => ({
    address: recipient,
    said: response ?? message,
    permanent: responseCode !== undefined && responseCode >= 500,
  }));
}
