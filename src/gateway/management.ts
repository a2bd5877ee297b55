/** Health, metrics and, where the clock is controlled, time: HTTP for operators and tests. */
import { closeNow, listen } from '../kit/listen';
import type { EngineClock } from '../kit/clock';
import {
  basicAuthorization,
  createHttpServer,
  isFromOtherSite,
  isSame,
  urlOf,
  type Certificate,
} from '../kit/http-server';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import type { Logger } from '../kit/logger';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ZodError } from 'zod';
import type { EngineHandle, EngineStatus } from '../engine/api';
import { ACTUATOR_TYPE, clockRouter } from './clock-endpoint';
import { tokenEndpoint } from './token-endpoint';

export interface ManagementOptions {
  /** None: a program that uses an engine elsewhere; it is up while it runs. */
  readonly engine?: Pick<EngineHandle, 'status'>;
  /** Its metrics are shown beside those of the process. */
  readonly gateway?: { readonly registry: Registry };
  readonly clock?: EngineClock;
  /** True where the clock may be moved from outside (`ZEEBE_CLOCK_CONTROLLED`). */
  readonly clockControlled?: boolean;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logger: Logger;
  readonly security?: ManagementSecurity;
}

export interface ManagementSecurity {
  readonly tls: Certificate | null;
  /** Null: whoever reaches it may use it. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** Programs that may fetch a token for the gateway. */
  readonly clients: ReadonlyMap<string, string>;
}

const OPEN: ManagementSecurity = { tls: null, credentials: null, clients: new Map() };

export interface Management {
  /** http://host:port, https with a certificate */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

type Health = 'UP' | 'DOWN' | 'OUT_OF_SERVICE';

/** A standby is alive and well, but takes no commands; one that recovers heals by itself; a failed one is to be started again. */
const HEALTH = {
  STARTING: { health: 'UP', readiness: 'OUT_OF_SERVICE', liveness: 'UP' },
  STANDBY: { health: 'UP', readiness: 'OUT_OF_SERVICE', liveness: 'UP' },
  PROCESSING: { health: 'UP', readiness: 'UP', liveness: 'UP' },
  RECOVERING: { health: 'DOWN', readiness: 'OUT_OF_SERVICE', liveness: 'UP' },
  STOPPED: { health: 'DOWN', readiness: 'OUT_OF_SERVICE', liveness: 'DOWN' },
  FAILED: { health: 'DOWN', readiness: 'DOWN', liveness: 'DOWN' },
} as const satisfies Record<EngineStatus['state'], Record<string, Health>>;

function tellHealth(
  response: Response,
  probe: keyof (typeof HEALTH)['STARTING'],
  engine: EngineStatus | undefined,
  withDetails: boolean,
): void {
  const status = engine ? HEALTH[engine.state][probe] : 'UP';
  const components = engine && withDetails ? { engine: { status, details: engine } } : {};
  const body = JSON.stringify({ status, components });
  response
    .status(status === 'UP' ? 200 : 503)
    .type(ACTUATOR_TYPE)
    .send(body);
}

function tellError(response: Response, status: number, error: string, path: string): void {
  response.status(status).json({ timestamp: new Date().toISOString(), status, error, path });
}

/** Errors of express's body parser carry a status; a zod error is a wrong body. */
function statusOf(error: unknown): number {
  if (error instanceof ZodError) return 400;
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : 500;
}

const refuseOtherSites: RequestHandler = (request, response, next) => {
  if (!isFromOtherSite(request.method, request.headers)) return next();
  tellError(response, 403, 'Forbidden', request.originalUrl);
};

function registryOf({ gateway }: Pick<ManagementOptions, 'gateway'>): Registry {
  const registry = gateway?.registry ?? new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

export function createManagementApp(options: Omit<ManagementOptions, 'host' | 'port'>): Express {
  const { engine, clock, clockControlled = false, logger, security = OPEN } = options;
  const { credentials } = security;
  const registry = registryOf(options);
  const expected = credentials === null ? null : basicAuthorization(credentials);
  const isKnown = (header = ''): boolean => expected === null || isSame(header, expected);
  const app = express();
  app.disable('x-powered-by');
  app.use(refuseOtherSites);
  // Probes of load balancers and orchestrators have no credentials: they learn whether it is up, and nothing else.
  for (const probe of ['health', 'readiness', 'liveness'] as const) {
    app.get(`/actuator/health${probe === 'health' ? '' : `/${probe}`}`, (request, response) =>
      tellHealth(response, probe, engine?.status(), isKnown(request.get('authorization'))),
    );
  }
  if (security.clients.size > 0) app.use(tokenEndpoint(security.clients));
  app.use((request, response, next) => {
    if (isKnown(request.get('authorization'))) return next();
    response.set('WWW-Authenticate', 'Basic realm="management", charset="UTF-8"');
    tellError(response, 401, 'Unauthorized', request.originalUrl);
  });
  app.get('/actuator/prometheus', async (_request, response) => {
    const metrics = await registry.metrics();
    response.type(registry.contentType).send(metrics);
  });
  if (clock && clockControlled)
    app.use('/actuator/clock', express.json({ type: () => true }), clockRouter(clock));
  app.use((request, response) => tellError(response, 404, 'Not Found', request.originalUrl));
  const onError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error, path: request.originalUrl }, 'management call failed');
    tellError(response, status, status < 500 ? 'Bad Request' : 'Internal Server Error', request.originalUrl);
  };
  app.use(onError);
  return app;
}

export async function startManagement(options: ManagementOptions): Promise<Management> {
  const { host, logger } = options;
  const { tls } = options.security ?? OPEN;
  const server = createHttpServer(tls, createManagementApp(options));
  const port = await listen(server, { host, port: options.port, setting: 'MANAGEMENT_PORT' });
  const url = urlOf(tls, host, port);
  logger.info({ url, clockControlled: options.clockControlled ?? false }, 'management listens');
  return {
    url,
    port,
    stop: () => closeNow(server),
  };
}
