import { z } from 'zod';
import { hasRole, Role } from '../../../identity/account';
import { DomainError } from '../../errors';
import { defineRoute } from '../route';
import { identifier, key, page } from '../schemas';

const tag = 'Stock';
/** Candidate group of those who keep the stock. */
const STOCK_KEEPERS = 'gs';
const params = z.object({ code: identifier });

const article = z.object({
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  threshold: z.int(),
  quantity: z.int().meta({ description: 'En stock, réservations comprises' }),
  reserved: z.int(),
  available: z.int(),
  low: z.boolean(),
});

const movement = z.object({
  id: z.string(),
  article: z.string(),
  kind: z.string(),
  quantity: z.int(),
  at: z.iso.datetime(),
  by: z.string().nullable(),
  processInstanceKey: key.nullable(),
  reference: z.string().nullable(),
});

export const stockRoutes = [
  defineRoute({
    method: 'get',
    path: '/articles',
    operationId: 'listArticles',
    summary: 'Les articles du stock',
    tag,
    result: page(article),
    handle: async ({ services }) => ({ items: [...(await services.stock.articles())], nextCursor: null }),
  }),
  defineRoute({
    method: 'get',
    path: '/articles/{code}/movements',
    operationId: 'listMovements',
    summary: 'Les mouvements d’un article, le dernier d’abord',
    tag,
    params,
    result: page(movement),
    errors: ['NOT_FOUND'],
    async handle({ params, services }) {
      if ((await services.stock.article(params.code)) === null) {
        throw new DomainError('NOT_FOUND', `L’article « ${params.code} » n’existe pas dans le stock.`);
      }
      return { items: [...(await services.stock.movements(params.code))], nextCursor: null };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/articles/{code}/receipts',
    operationId: 'receiveArticle',
    summary: 'Entrée en stock ; relance les dossiers qui attendent l’article',
    tag,
    params,
    body: z.strictObject({
      quantity: z.int().min(1).max(1_000_000),
      reference: z.string().max(200).optional(),
    }),
    status: 201,
    result: article,
    idempotent: true,
    errors: ['NOT_FOUND', 'FORM_INVALID', 'FORBIDDEN'],
    async handle({ account, params, body, services }) {
      if (!hasRole(account, Role.ADMIN) && !account.groups.includes(STOCK_KEEPERS)) {
        throw new DomainError('FORBIDDEN', 'Seul le gestionnaire du stock enregistre une entrée en stock.');
      }
      return services.stock.receive(params.code, { ...body, by: account.name });
    },
  }),
];
