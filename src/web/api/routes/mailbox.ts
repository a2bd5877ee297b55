import { z } from 'zod';
import { DomainError } from '../../errors';
import { mayReadMailbox } from '../../mail-rights';
import { defineRoute } from '../route';
import { page } from '../schemas';

const mail = z.object({
  id: z.string(),
  messageId: z.string(),
  from: z.string(),
  to: z.array(z.string()).readonly(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  date: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.int() })).readonly(),
});

export const mailboxRoutes = [
  defineRoute({
    method: 'get',
    path: '/mailbox',
    operationId: 'readMailbox',
    summary: 'Les courriels reçus par la boîte intégrée (démonstration)',
    tag: 'Courriels',
    result: page(mail),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    async handle({ account, services }) {
      if (!services.mailbox.enabled) {
        throw new DomainError(
          'NOT_FOUND',
          'Il n’y a pas de boîte intégrée : les courriels partent par SMTP_URL.',
        );
      }
      if (!mayReadMailbox(services, account)) {
        throw new DomainError('FORBIDDEN', 'La boîte intégrée n’est ouverte à tous qu’en démonstration.');
      }
      return { items: [...(await services.mailbox.messages())], nextCursor: null };
    },
  }),
];
