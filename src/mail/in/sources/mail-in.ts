/** Mail in: a mailbox, a listener or both, which hand over what they receive. */
import { StartError } from '../../../errors/start-error';
import type { Logger } from '../../../kit/logger';
import type { Connector, ReadVariable } from '../../../kit/connector';
import { checkMailIn, type MailInLookups } from './check';
import { startImapSource } from './imap';
import { largestMail, type MailInSettings } from './settings';
import { startSmtpListener, type SmtpListener } from './smtp';
import type { ReceiveMail, RunningSource } from './source';

export interface MailInStart {
  readonly receive: ReceiveMail;
  readonly lookups: MailInLookups;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

export interface MailIn extends Connector {
  readonly settings: MailInSettings;
  /** Begins to receive. Rejects when the listener cannot listen or a password is not there. */
  start(parts: MailInStart): Promise<RunningMailIn>;
}

export interface RunningMailIn extends RunningSource {
  /** Null without a listener. */
  readonly smtpPort: number | null;
}

export class MailInConfigurationError extends StartError {
  override readonly name = 'MailInConfigurationError';
}

export function createMailIn(settings: MailInSettings, read: ReadVariable): MailIn {
  const { imap, smtp } = settings;
  const password = imap === undefined ? undefined : read(imap.passwordFrom);
  const maxBytes = largestMail(settings);
  let lookups: MailInLookups | undefined;
  let listener: SmtpListener | undefined;

  async function listen({ receive, logger }: MailInStart): Promise<SmtpListener | undefined> {
    if (smtp === undefined) return undefined;
    try {
      return await startSmtpListener({ settings: smtp, maxBytes, receive, logger });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new MailInConfigurationError(
        `Réception des courriels (mailIn.smtp) : ${smtp.address}:${smtp.port} ne peut pas être écouté (« ${said} »). ` +
          'Choisissez un autre port, ou vérifiez le certificat et sa clé.',
        { cause: error },
      );
    }
  }

  return {
    name: 'mailIn',
    jobTypes: [],
    settings,
    async start(parts) {
      if (imap !== undefined && password === undefined) {
        throw new MailInConfigurationError(
          `Réception des courriels (mailIn.imap) : la variable ${imap.passwordFrom} doit donner le mot de passe de ${imap.user}.`,
        );
      }
      lookups = parts.lookups;
      listener = await listen(parts);
      const mailbox =
        imap === undefined
          ? undefined
          : startImapSource({ ...parts, settings: imap, password: password ?? '', maxBytes });
      return {
        smtpPort: listener?.port ?? null,
        async stop() {
          await Promise.all([listener?.stop(), mailbox?.stop()]);
        },
      };
    },
    async check() {
      if (lookups === undefined) return { ok: false, findings: ['La réception n’a pas encore commencé.'] };
      return checkMailIn({ settings, password, smtpPort: listener?.port ?? null, lookups });
    },
  };
}
