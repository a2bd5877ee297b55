import { z } from 'zod';
import { DomainError } from '../../errors';
import { isByToken } from '../authenticate';
import { defineRoute } from '../route';
import { account, identifier, page } from '../schemas';

const tag = 'Compte';

const token = z.object({
  id: z.string(),
  label: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const meRoutes = [
  defineRoute({
    method: 'get',
    path: '/me',
    operationId: 'readMe',
    summary: 'Le compte qui appelle',
    tag,
    result: account,
    handle: (call) => Promise.resolve(call.account),
  }),
  defineRoute({
    method: 'get',
    path: '/tokens',
    operationId: 'listTokens',
    summary: 'Ses jetons personnels',
    tag,
    result: page(token),
    handle: async (call) => ({
      items: [...(await call.services.identity.tokens(call.account.name))],
      nextCursor: null,
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/tokens',
    operationId: 'createToken',
    summary: 'Crée un jeton personnel ; il n’est montré qu’une fois',
    tag,
    body: z.strictObject({ label: z.string().min(1).max(100), days: z.int().min(1).max(365).default(90) }),
    status: 201,
    result: token.extend({ token: z.string() }),
    errors: ['FORBIDDEN'],
    handle({ account: { name }, body: { label, days }, request, services }) {
      if (!isByToken(request)) return services.identity.createToken(name, label, days);
      throw new DomainError(
        'FORBIDDEN',
        'Un jeton ne crée pas de jeton : appelez avec l’identifiant et le mot de passe du compte.',
      );
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/tokens/{id}',
    operationId: 'revokeToken',
    summary: 'Révoque un de ses jetons',
    tag,
    params: z.object({ id: identifier }),
    status: 204,
    result: null,
    errors: ['NOT_FOUND'],
    async handle({ account: { name }, params, services }) {
      if (await services.identity.revokeToken(name, params.id)) return undefined;
      throw new DomainError('NOT_FOUND', `Vous n’avez pas de jeton « ${params.id} ».`);
    },
  }),
];
