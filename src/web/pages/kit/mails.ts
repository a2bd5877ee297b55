/** A sent mail in words: its state, what went wrong, and where to see it. */
import type { Account } from '../../../identity/account';
import type { SentMailView } from '../../../mail/out/sent-mails';
import { mayManageMails, mayReadMailbox } from '../../mail-rights';
import type { WebServices } from '../../services';
import type { Reader } from './renderer';

export interface MailReader {
  readonly reader: Reader;
  readonly services: Pick<WebServices, 'mailbox' | 'identity'>;
  readonly account: Account;
}

export function mayResend(mail: SentMailView): boolean {
  return mail.state === 'FAILED' || mail.state === 'BOUNCED';
}

const tones = {
  QUEUED: 'waiting',
  SENDING: 'waiting',
  SENT: 'COMPLETED',
  FAILED: 'incident',
  BOUNCED: 'incident',
} as const satisfies Record<SentMailView['state'], string>;

export function mailLine({ reader, services, account }: MailReader, mail: SentMailView) {
  const inMailbox =
    mail.mailboxId !== null && mayReadMailbox(services, account) ? `/courrier/${mail.mailboxId}` : null;
  const again = mail.state === 'QUEUED' && mail.nextAttemptAt !== null && mail.error !== null;
  return {
    id: mail.id,
    subject: mail.subject || reader.t('mailbox.noSubject'),
    href: mayManageMails(account) ? `/courriels/${mail.id}` : inMailbox,
    to: [mail.to, ...mail.copies].join(', '),
    at: mail.bouncedAt ?? mail.sentAt ?? mail.createdAt,
    state: reader.t(`mails.state.${mail.state}`),
    tone: tones[mail.state],
    alert: tones[mail.state] === 'incident',
    error: mail.error,
    again: again ? reader.t('mails.again', { date: reader.format.dateTime(mail.nextAttemptAt) }) : null,
  };
}
