/** Sending a mail again: what waits in an incident goes with its step. */
import { DomainError } from '../errors/catalogue';
import type { ReadModel } from '../app/ports';
import type { Account } from '../identity/account';
import type { MailContent, SentMails } from '../mail/out/sent-mails';
import { resolveIncident, type IncidentServices } from './incidents';

/** As many as a step of a procedure has. */
const freshRetries = 3;

export interface ResendServices extends IncidentServices {
  readonly queries: Pick<ReadModel, 'incident' | 'incidents'>;
  readonly outgoing: SentMails;
}

export async function knownMail(
  { outgoing }: Pick<ResendServices, 'outgoing'>,
  mailId: string,
): Promise<MailContent> {
  const found = await outgoing.read(mailId);
  if (found !== null) return found;
  throw new DomainError('NOT_FOUND', 'Ce courriel n’existe pas, ou plus.');
}

/**
 * A mail whose step waits in an incident goes with its step; any other by itself.
 * Throws `DomainError` NOT_FOUND, CONFLICT.
 */
export async function resendMail(services: ResendServices, account: Account, mailId: string): Promise<void> {
  const mail = await knownMail(services, mailId);
  const incidentKey = mail.state === 'FAILED' ? await incidentOf(services, mail) : null;
  if (incidentKey !== null) await resolveIncident(services, incidentKey, freshRetries);
  else if (!(await services.outgoing.resend(mailId, account.name))) {
    throw new DomainError(
      'CONFLICT',
      'Ce courriel n’est ni en échec ni revenu : il n’y a rien à renvoyer. Rechargez la page pour voir où il en est.',
    );
  }
}

async function incidentOf(
  { queries }: Pick<ResendServices, 'queries'>,
  { processInstanceKey, key: jobKey }: MailContent,
): Promise<string | null> {
  if (processInstanceKey === null) return null;
  const { items } = await queries.incidents({ processInstanceKey, state: 'CREATED', limit: 200 });
  return items.find((incident) => incident.jobKey === jobKey)?.key ?? null;
}
