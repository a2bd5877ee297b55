/** The REST API: /api/v1 and its description at /api/openapi.json. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { projectRoot } from '../../config/root';
import { hasRole } from '../../identity/account';
import { DomainError } from '../errors';
import { readJsonBody, sendJson } from '../json-body';
import { refuseNulAddress } from '../nul-address';
import { refuseCrossSite } from '../same-origin';
import type { WebServices } from '../services';
import { currentUser } from '../session';
import { authenticate } from './authenticate';
import { Idempotency } from '../idempotency';
import { openApiDocument } from './openapi';
import { problemHandler } from '../problem';
import { hasBody, type AnyRoute, type RouteCall } from './route';
import { routes } from './routes';
import { receiveFiles, receiveUploads } from './uploads';
import { checked, checkedPath } from '../validate';

const idempotencyKeySchema = z.string().min(1).max(200);

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

const requireKnownBody: RequestHandler = (request, _response, next) => {
  const length = request.get('content-length');
  const hasBody = request.get('transfer-encoding') !== undefined || (length !== undefined && length !== '0');
  if (hasBody && !request.is(['json', '+json', 'multipart/form-data'])) {
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Envoyez le corps en application/json.');
  }
  next();
};

function answer(route: AnyRoute, services: WebServices, idempotency: Idempotency): RequestHandler {
  return async (request, response) => {
    const account = currentUser(request);
    if (!account) throw new DomainError('UNAUTHENTICATED', 'Identifiez-vous.');
    if (route.roles && !hasRole(account, ...route.roles)) {
      throw new DomainError('FORBIDDEN', `Cet appel est réservé aux rôles : ${route.roles.join(', ')}.`);
    }
    const call: RouteCall<unknown, unknown, unknown> = {
      params: checkedPath(route.params, request.params),
      query: checked(route.query, request.query, 'paramètres'),
      body: hasBody(route.method)
        ? checked(route.body, request.is('json') ? request.body : undefined, 'corps')
        : undefined,
      account,
      services,
      request,
      response,
    };
    const work = async (origin?: string) => ({
      status: route.status,
      body: await route.handle({ ...call, ...(origin !== undefined && { origin }) }),
    });
    const idempotencyKey = route.idempotent ? request.get('idempotency-key') : undefined;
    const result =
      idempotencyKey === undefined
        ? await work()
        : await idempotency.once(
            {
              account: account.name,
              key: checked(idempotencyKeySchema, idempotencyKey, 'Idempotency-Key'),
              request: [request.method, request.originalUrl, call.body],
            },
            work,
          );
    if (response.headersSent) return;
    if (result.status === 204) response.status(204).end();
    else sendJson(response.status(result.status), result.body);
  };
}

function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return (request, response) => {
    response.set('Allow', methods.join(', '));
    throw new DomainError(
      'METHOD_NOT_ALLOWED',
      `${request.method} n’existe pas ici. Possible : ${methods.join(', ')}.`,
    );
  };
}

function programVersion(): string {
  const file = readFileSync(path.join(projectRoot, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Mount at `/api`. Expects `sessions` before it, for calls that pages make. */
export function createApi(services: WebServices): Router {
  const idempotency = new Idempotency(services.knex, services.now);
  // What an engine's gateway takes in one message.
  const { largest } = services.deployer;
  const document = openApiDocument(programVersion());
  const v1 = Router({ caseSensitive: true });
  v1.use(refuseNulAddress, refuseCrossSite, authenticate(services));
  v1.use(requireKnownBody, ...readJsonBody(largest));

  const receiveResources = receiveUploads(largest);
  const receiveDocuments = receiveFiles(services.environment.DOCUMENT_MAX_MB);
  const methodsByPath = new Map<string, string[]>();
  for (const route of routes) {
    const expressPath = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const receive = route.multipart === 'files' ? receiveDocuments : receiveResources;
    const handlers = [...(route.multipart ? [receive] : []), answer(route, services, idempotency)];
    v1[route.method](expressPath, ...handlers);
    methodsByPath.set(expressPath, [...(methodsByPath.get(expressPath) ?? []), route.method.toUpperCase()]);
  }
  for (const [expressPath, methods] of methodsByPath) v1.all(expressPath, methodNotAllowed(methods));

  const api = Router();
  api.use(noStore);
  api.get('/openapi.json', (_request, response) => response.json(document));
  api.use('/v1', v1);
  api.use((request) => {
    throw new DomainError(
      'NOT_FOUND',
      `L’adresse ${request.baseUrl}${request.path} n’existe pas. Voir /api/openapi.json.`,
    );
  });
  api.use(problemHandler(services.logger));
  return api;
}
