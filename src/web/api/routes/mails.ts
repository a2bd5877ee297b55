/** What the procedures have sent, for who answers for it. */
import { z } from 'zod';
import { Role, type Account } from '../../../identity/account';
import type { MailContent } from '../../../mail/sent-mails';
import { DomainError } from '../../errors';
import type { WebServices } from '../../services';
import { defineRoute } from '../route';
import { key, page, pageQuery } from '../schemas';
import { resolveIncident } from './operations';

const tag = 'Courriels';
const overseers = [Role.ADMIN, Role.MANAGER] as const;
/** As many as a step of a procedure has. */
const freshRetries = 3;

const state = z.enum(['QUEUED', 'SENDING', 'SENT', 'FAILED', 'BOUNCED']);
const time = z.iso.datetime().nullable();

const summary = z.object({
  id: z.string(),
  state,
  key: z.string(),
  processInstanceKey: key.nullable(),
  to: z.string(),
  copies: z.array(z.string()).readonly(),
  subject: z.string(),
  error: z.string().nullable().meta({ description: 'Ce qui a empêché le courriel d’arriver' }),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
  sentAt: time,
  nextAttemptAt: time,
  bouncedAt: time,
  requestedBy: z.string().nullable().meta({ description: 'Qui l’a fait renvoyer' }),
});
const whole = summary.extend({
  messageId: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.string()).readonly().meta({ description: 'Identifiants de documents' }),
});
const id = z.string().regex(/^\d{1,18}$/);

export async function knownMail(
  services: Pick<WebServices, 'outgoing'>,
  mailId: string,
): Promise<MailContent> {
  const found = await services.outgoing.read(mailId);
  if (found !== null) return found;
  throw new DomainError('NOT_FOUND', 'Ce courriel n’existe pas, ou plus.');
}

/**
 * A mail whose step waits in an incident goes with its step; any other by itself.
 * Throws `DomainError` NOT_FOUND, CONFLICT.
 */
export async function resendMail(services: WebServices, account: Account, mailId: string): Promise<void> {
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
  { queries }: Pick<WebServices, 'queries'>,
  { processInstanceKey, key: jobKey }: MailContent,
): Promise<string | null> {
  if (processInstanceKey === null) return null;
  const { items } = await queries.incidents({ processInstanceKey, state: 'CREATED', limit: 200 });
  return items.find((incident) => incident.jobKey === jobKey)?.key ?? null;
}

export const mailRoutes = [
  defineRoute({
    method: 'get',
    path: '/mails',
    operationId: 'findMails',
    summary: 'Les courriels envoyés, en attente, en échec ou revenus',
    tag,
    roles: overseers,
    query: z.strictObject({ state: state.optional(), ...pageQuery }),
    result: page(summary),
    handle: ({ query, services }) => services.outgoing.list(query),
  }),
  defineRoute({
    method: 'get',
    path: '/mails/{id}',
    operationId: 'readMail',
    summary: 'Un courriel, avec son contenu',
    tag,
    roles: overseers,
    params: z.object({ id }),
    result: whole,
    errors: ['NOT_FOUND'],
    handle: ({ params, services }) => knownMail(services, params.id),
  }),
  defineRoute({
    method: 'post',
    path: '/mails/{id}/resend',
    operationId: 'resendMail',
    summary: 'Renvoie un courriel en échec ou revenu ; relance l’étape qui l’attend',
    tag,
    roles: overseers,
    params: z.object({ id }),
    result: whole,
    errors: ['NOT_FOUND', 'CONFLICT', 'ENGINE_UNAVAILABLE'],
    async handle({ params, account, services }) {
      await resendMail(services, account, params.id);
      return knownMail(services, params.id);
    },
  }),
];
