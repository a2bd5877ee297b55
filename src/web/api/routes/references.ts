import { z } from 'zod';
import { kinds } from '../../../references/kinds';
import { defineRoute } from '../route';
import { identifier, page } from '../schemas';

const tag = 'Référentiels';

const values = z.record(z.string(), z.unknown()).meta({ description: 'Valeurs, par champ' });
const item = z.object({
  kind: z.string(),
  code: z.string(),
  values: z.record(z.string(), z.unknown()),
  version: z.int().meta({ description: 'À redonner lors d’une modification' }),
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
});
const kindParams = z.object({ kind: identifier });
const itemParams = z.object({ kind: identifier, code: identifier });

export const referenceRoutes = [
  defineRoute({
    method: 'get',
    path: '/references',
    operationId: 'listReferenceKinds',
    summary: 'Les référentiels : données que les procédures utilisent',
    tag,
    result: page(z.object({ kind: z.string(), name: z.string(), count: z.int(), lead: z.string() })),
    async handle({ account, services: { references } }) {
      const counts = await references.counts();
      const items = kinds
        .filter(({ slug }) => references.mayRead(account, slug))
        .map(({ slug, plural, lead }) => ({ kind: slug, name: plural, count: counts.get(slug) ?? 0, lead }));
      return { items, nextCursor: null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/references/{kind}',
    operationId: 'listReferences',
    summary: 'Les éléments d’un référentiel',
    tag,
    params: kindParams,
    result: page(item),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    async handle({ account, params, services: { references } }) {
      references.checkReader(account, params.kind);
      return { items: [...(await references.list(params.kind))], nextCursor: null };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/references/{kind}',
    operationId: 'createReference',
    summary: 'Ajouter un élément ; `code` parmi les valeurs, s’il n’en découle pas',
    tag,
    params: kindParams,
    body: z.strictObject({ values }),
    status: 201,
    result: item,
    idempotent: true,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'FORM_INVALID'],
    handle: ({ account, params, body, services }) =>
      services.references.create(account, params.kind, body.values),
  }),
  defineRoute({
    method: 'get',
    path: '/references/{kind}/{code}',
    operationId: 'readReference',
    summary: 'Un élément d’un référentiel',
    tag,
    params: itemParams,
    result: item,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    handle({ account, params, services: { references } }) {
      references.checkReader(account, params.kind);
      return references.read(params.kind, params.code);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/references/{kind}/{code}',
    operationId: 'changeReference',
    summary: 'Modifier un élément, à partir de la version lue',
    tag,
    params: itemParams,
    body: z.strictObject({ values, version: z.int().min(1) }),
    result: item,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'FORM_INVALID', 'CONFLICT'],
    handle: ({ account, params, body, services }) =>
      services.references.change(account, params.kind, params.code, body.values, body.version),
  }),
  defineRoute({
    method: 'delete',
    path: '/references/{kind}/{code}',
    operationId: 'removeReference',
    summary: 'Retirer un élément ; son historique reste',
    tag,
    params: itemParams,
    status: 204,
    result: null,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    async handle({ account, params, services }) {
      await services.references.remove(account, params.kind, params.code);
      return undefined;
    },
  }),
];
