import { z } from 'zod';
import { hasRole, Role, type Account } from '../../../identity/account';
import { DomainError } from '../../errors';
import { defineRoute } from '../route';
import { key, page } from '../schemas';

export const receivedMailState = z.enum(['RECEIVED', 'ACCEPTED', 'ANSWERED', 'REFUSED', 'IGNORED']);

const mail = z.object({
  id: z.string(),
  messageId: z.string(),
  state: receivedMailState,
  reason: z.string(),
  sender: z.string(),
  senderName: z.string(),
  recipients: z.array(z.string()).readonly(),
  subject: z.string(),
  text: z.string(),
  attachments: z.array(z.object({ name: z.string(), size: z.int() })).readonly(),
  size: z.int(),
  receivedAt: z.iso.datetime(),
  processInstanceKey: key.nullable(),
  caseNumber: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  error: z.string().nullable(),
});

/** Throws `DomainError` FORBIDDEN. */
export function mayReadReceivedMails(account: Account): void {
  if (hasRole(account, Role.ADMIN, Role.MANAGER)) return;
  throw new DomainError(
    'FORBIDDEN',
    'Seuls un responsable ou un administrateur lisent les courriels reçus par le programme.',
  );
}

export const receivedMailRoutes = [
  defineRoute({
    method: 'get',
    path: '/received-mails',
    operationId: 'listReceivedMails',
    summary: 'Les courriels reçus par le programme, et ce qu’ils sont devenus',
    tag: 'Courriels',
    query: z.object({
      state: receivedMailState.optional(),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    result: page(mail),
    errors: ['FORBIDDEN'],
    async handle({ account, query, services }) {
      mayReadReceivedMails(account);
      const { state, cursor, limit } = query;
      const found = await services.receivedMails.list({ state, before: cursor, limit });
      return { items: [...found.items], nextCursor: found.nextCursor };
    },
  }),
];
