import { z } from 'zod';
import { CSV_HEAD, csvLine } from '../../../audit/csv';
import { Role } from '../../../identity/account';
import { defineRoute } from '../route';
import { page } from '../schemas';
import { contentDisposition } from './documents';

const tag = 'Journal';

const entry = z.object({
  position: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(['DONE', 'REFUSED', 'FAILED']),
  subject: z.string().nullable(),
  processInstanceKey: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  hash: z.string(),
});

const text = z.string().min(1).max(200).optional();
const filter = z.object({ actor: text, action: text, processInstanceKey: text });

export const auditRoutes = [
  defineRoute({
    method: 'get',
    path: '/audit',
    operationId: 'listAuditEntries',
    summary: 'Qui a fait quoi, du plus récent au plus ancien',
    tag,
    roles: [Role.ADMIN],
    query: filter.extend({
      cursor: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    result: page(entry),
    async handle({ query: { cursor, ...query }, services }) {
      const { items, next } = await services.audit.list({ ...query, before: cursor });
      return { items: [...items], nextCursor: next };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/audit/verification',
    operationId: 'verifyAuditLog',
    summary: 'Vérifie que rien n’a été changé, ni retiré, du journal',
    tag,
    roles: [Role.ADMIN],
    result: z.union([
      z.object({ ok: z.literal(true), entries: z.string(), hash: z.string() }),
      z.object({
        ok: z.literal(false),
        position: z.string(),
        reason: z.enum(['CHANGED', 'MISSING', 'END']),
      }),
    ]),
    handle: ({ services }) => services.audit.verify(),
  }),
  defineRoute({
    method: 'get',
    path: '/audit/export',
    operationId: 'exportAuditLog',
    summary: 'Le journal en CSV, du plus ancien au plus récent',
    tag,
    roles: [Role.ADMIN],
    query: filter,
    result: 'file',
    async handle({ account, query, services, response }) {
      await services.audit.append({ actor: account.name, action: 'download.audit', outcome: 'DONE' });
      response.set('Content-Disposition', contentDisposition('journal-des-actions.csv')).type('text/csv');
      response.write(CSV_HEAD);
      for await (const entries of services.audit.all(query)) response.write(entries.map(csvLine).join(''));
      response.end();
      return undefined;
    },
  }),
];
