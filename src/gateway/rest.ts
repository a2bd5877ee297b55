/**
 * The part of Zeebe's REST API that gRPC has no call for: native user tasks. `/v1` is of Zeebe 8.5 and 8.6, `/v2` of
 * 8.6 and later; they say the same. Answers 204, or a problem document (RFC 9457) in Zeebe's words.
 */
import { closeNow, listen } from '../kit/listen';
import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import type { Logger } from '../kit/logger';
import { z, ZodError } from 'zod';
import type { ClientCommand } from '../engine/api';
import { createHttpServer, isFromOtherSite, urlOf, type Certificate } from '../kit/http-server';
import { UnknownCallerError, type Callers } from './callers';
import type { EnginePort } from './engine-port';
import { GatewayError, toGatewayError, type StatusName } from './errors';
import { PARTITION_ID } from './request';

const BODY_LIMIT = '4mb';
const KEY_BITS = 51n;

const action = z.string().nullish();
const names = z.array(z.string()).nullish();
const completion = z.object({ variables: z.record(z.string(), z.unknown()).nullish(), action });
const assignment = z.object({ assignee: z.string().nullish(), allowOverride: z.boolean().nullish(), action });
const update = z.object({
  changeset: z
    .object({
      dueDate: z.string().nullish(),
      followUpDate: z.string().nullish(),
      candidateGroups: names,
      candidateUsers: names,
      priority: z.number().int().nullish(),
    })
    .nullish(),
  action,
});

const STATUS: Partial<Record<StatusName, number>> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 409,
  UNAVAILABLE: 503,
  RESOURCE_EXHAUSTED: 503,
  DEADLINE_EXCEEDED: 504,
};
/** Titles are the names of rejections. */
const TITLES: Partial<Record<StatusName, string>> = { FAILED_PRECONDITION: 'INVALID_STATE' };

function taskKey(request: Request): number {
  const text = String(request.params['key']);
  if (/^\d{1,19}$/.test(text) && BigInt(text) >> KEY_BITS === BigInt(PARTITION_ID)) return Number(text);
  throw new GatewayError(
    'NOT_FOUND',
    `Expected the key of a user task, but no such user task was found: '${text}'`,
  );
}

function checkedDate(name: string, text: string): void {
  if (text === '' || z.iso.datetime({ offset: true }).safeParse(text).success) return;
  throw new GatewayError(
    'INVALID_ARGUMENT',
    `The provided ${name} '${text}' cannot be parsed as a date according to RFC 3339, section 5.6.`,
  );
}

const commands: Readonly<Record<string, (request: Request) => Omit<ClientCommand, 'valueType' | 'key'>>> = {
  'POST completion'({ body }) {
    const { variables, action: told } = completion.parse(body ?? {});
    return { intent: 'COMPLETE', value: { variables: variables ?? {}, action: told ?? '' } };
  },
  'POST assignment'({ body }) {
    const { assignee, allowOverride, action: told } = assignment.parse(body ?? {});
    if (!assignee?.trim()) throw new GatewayError('INVALID_ARGUMENT', 'No assignee provided.');
    const intent = allowOverride === false ? 'CLAIM' : 'ASSIGN';
    return { intent, value: { assignee, action: told || 'assign' } };
  },
  'DELETE assignee': () => ({ intent: 'ASSIGN', value: { assignee: '', action: 'unassign' } }),
  'PATCH '({ body }) {
    const { changeset, action: told } = update.parse(body ?? {});
    const { candidateGroups, candidateUsers, ...others } = changeset ?? {};
    checkedDate('due date', others.dueDate ?? '');
    checkedDate('follow-up date', others.followUpDate ?? '');
    const value = Object.fromEntries(
      Object.entries({
        ...others,
        candidateGroupsList: candidateGroups,
        candidateUsersList: candidateUsers,
      }).filter(([, one]) => one != null),
    );
    if (Object.keys(value).length === 0 && !told) {
      throw new GatewayError(
        'INVALID_ARGUMENT',
        'No update data provided. Provide at least an "action" or a non-null value for a supported attribute in the "changeset".',
      );
    }
    return {
      intent: 'UPDATE',
      value: { ...value, changedAttributes: Object.keys(value), action: told ?? '' },
    };
  },
};

export interface RestAppOptions {
  readonly port: EnginePort;
  /** Null: whoever reaches it may call it. */
  readonly callers: Callers | null;
  readonly certificateSuffices: boolean;
  readonly logger: Logger;
}

function caller({ callers, certificateSuffices }: RestAppOptions): RequestHandler {
  return async (request, response, next) => {
    const { authorized } = request.socket as Partial<TLSSocket>;
    if (callers === null || (certificateSuffices && authorized === true)) return next();
    try {
      await callers.identify(request.get('authorization'));
    } catch (error) {
      if (!(error instanceof UnknownCallerError)) throw error;
      const detail = error.message;
      response.status(401).type('application/problem+json');
      response.json({
        type: 'about:blank',
        title: 'UNAUTHENTICATED',
        status: 401,
        detail,
        instance: request.path,
      });
      return;
    }
    next();
  };
}

export function createRestApp(options: RestAppOptions): Express {
  const { port, logger } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    if (isFromOtherSite(request.method, request.headers)) response.status(403).end();
    else next();
  });
  app.use(caller(options));
  app.use(express.json({ limit: BODY_LIMIT }));
  for (const [name, toCommand] of Object.entries(commands)) {
    const [method = '', tail = ''] = name.split(' ');
    const paths = ['v1', 'v2'].map(
      (version) => `/${version}/user-tasks/:key${tail === '' ? '' : `/${tail}`}`,
    );
    const act: RequestHandler = async (request, response) => {
      await port.send({ valueType: 'USER_TASK', key: taskKey(request), ...toCommand(request) });
      response.status(204).end();
    };
    app[method.toLowerCase() as 'post' | 'delete' | 'patch'](paths, act);
  }
  app.use((request) => {
    throw new GatewayError(
      'NOT_FOUND',
      `Expected a call of user tasks, but got ${request.method} ${request.path}`,
    );
  });
  const onError: ErrorRequestHandler = (caught: unknown, request, response, _next) => {
    const bad = caught instanceof ZodError || (caught as { type?: unknown }).type !== undefined;
    const error = bad
      ? new GatewayError('INVALID_ARGUMENT', 'Request property cannot be parsed')
      : toGatewayError(caught, port.state());
    const status = STATUS[error.status] ?? 500;
    if (status === 500) logger.error({ err: caught, path: request.path }, 'REST call failed');
    response.status(status).type('application/problem+json');
    response.json({
      type: 'about:blank',
      title: TITLES[error.status] ?? error.status,
      status,
      detail: error.message,
      instance: request.path,
    });
  };
  app.use(onError);
  return app;
}

export interface RestServerOptions {
  readonly tls: Certificate | null;
  readonly clientCa: Buffer | null;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningRest {
  readonly url: string;
  stop(): Promise<void>;
}

export async function listenRest(
  app: Express,
  { tls, clientCa, host, port }: RestServerOptions,
): Promise<RunningRest> {
  const server: Server =
    tls !== null && clientCa !== null
      ? createSecureServer({ ...tls, ca: clientCa, requestCert: true, rejectUnauthorized: true }, app)
      : createHttpServer(tls, app);
  const listening = await listen(server, { host, port, setting: 'GATEWAY_REST_PORT' });
  return {
    url: urlOf(tls, host, listening),
    stop: () => closeNow(server),
  };
}
