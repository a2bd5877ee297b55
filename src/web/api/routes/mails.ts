/** What the procedures have sent, for who answers for it. */
import { z } from 'zod';
import { Role } from '../../../identity/account';
import { knownMail, resendMail } from '../../../incidents/resend-mail';
import { defineRoute } from '../route';
import { key, page, pageQuery } from '../schemas';

const tag = 'Courriels';
const overseers = [Role.ADMIN, Role.MANAGER] as const;

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
