/** The OpenAPI 3.1 document, from the routes' own schemas. */
import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '../errors';
import { hasBody, type AnyRoute } from './route';
import { routes } from './routes';
import { problem } from './schemas';

type Json = Readonly<Record<string, unknown>>;

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Même clé, même compte : même réponse, et l’action n’est faite qu’une fois (24 heures)',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function requestBody(route: AnyRoute): Json {
  if (!hasBody(route.method)) return {};
  const schema = jsonSchema(route.body, 'input');
  const content: Record<string, unknown> = { 'application/json': { schema } };
  if (route.multipart) {
    content['multipart/form-data'] = {
      schema: {
        type: 'object',
        properties: {
          [route.multipart === 'files' ? 'fichiers' : 'resources']: {
            type: 'array',
            items: { type: 'string', format: 'binary' },
          },
        },
      },
    };
  }
  return { requestBody: { required: !route.multipart && !route.body.safeParse(undefined).success, content } };
}

function successResponse(route: AnyRoute): Json {
  if (route.result === 'file') {
    return {
      description: 'Le fichier',
      content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
    };
  }
  if (route.result === null) return { description: 'Fait' };
  return {
    description: 'Fait',
    content: { 'application/json': { schema: jsonSchema(route.result, 'output') } },
  };
}

/** Every call may answer these. */
const commonErrors: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'WRONG_CREDENTIALS',
  'TOO_MANY_ATTEMPTS',
  'DATABASE_UNAVAILABLE',
];

export function errorCodesOf(route: AnyRoute): readonly ErrorCode[] {
  return [
    ...commonErrors,
    ...(route.method === 'get' ? [] : (['CROSS_SITE'] as const)),
    ...(hasBody(route.method) ? (['MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'TOO_LARGE'] as const) : []),
    ...(route.roles ? (['FORBIDDEN'] as const) : []),
    ...(route.idempotent ? (['IDEMPOTENCY_CONFLICT'] as const) : []),
    ...(route.errors ?? []),
  ];
}

function errorResponses(route: AnyRoute): Json {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of errorCodesOf(route)) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  const responses = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: [...codes].map((code) => `${code} : ${errorCatalogue[code].title}`).join(' ; '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return Object.fromEntries(responses) as Json;
}

function operation(route: AnyRoute): Json {
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    ...(route.roles ? { description: `Rôles : ${route.roles.join(', ')}.` } : {}),
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...(route.idempotent ? [idempotencyHeader] : []),
    ],
    ...requestBody(route),
    responses: {
      [String(route.status)]: successResponse(route),
      ...(route.accepted === undefined ? {} : { '202': { description: route.accepted } }),
      ...errorResponses(route),
    },
  };
}

export function openApiDocument(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Logigramme',
      version,
      description:
        'Les clés sont des textes, les heures en ISO 8601 (UTC), les erreurs des « problem details » (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ basic: [] }, { bearer: [] }, { session: [] }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic', description: 'Compte local' },
        bearer: { type: 'http', scheme: 'bearer', description: 'Jeton personnel (POST /tokens)' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'logigramme_session',
          description: 'Session des pages',
        },
      },
      schemas: { Problem: jsonSchema(problem, 'output') },
    },
  };
}
