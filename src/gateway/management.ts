/** Health, metrics and, where the clock is controlled, time: HTTP for operators and tests. */
import { createServer, type Server } from 'node:http';
import type { EngineClock } from '../kit/clock';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ZodError } from 'zod';
import type { EngineHandle, EngineStatus } from '../engine/api';
import { ACTUATOR_TYPE, clockRouter } from './clock-endpoint';

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
}

export interface Management {
  /** http://host:port */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

type Health = 'UP' | 'DOWN' | 'OUT_OF_SERVICE';

/** A standby is alive and well, but takes no commands; a failed engine is to be started again. */
const HEALTH = {
  STARTING: { health: 'UP', readiness: 'OUT_OF_SERVICE', liveness: 'UP' },
  STANDBY: { health: 'UP', readiness: 'OUT_OF_SERVICE', liveness: 'UP' },
  PROCESSING: { health: 'UP', readiness: 'UP', liveness: 'UP' },
  STOPPED: { health: 'DOWN', readiness: 'OUT_OF_SERVICE', liveness: 'DOWN' },
  FAILED: { health: 'DOWN', readiness: 'DOWN', liveness: 'DOWN' },
} as const satisfies Record<EngineStatus['state'], Record<string, Health>>;

function tellHealth(
  response: Response,
  probe: keyof (typeof HEALTH)['STARTING'],
  engine?: EngineStatus,
): void {
  const status = engine ? HEALTH[engine.state][probe] : 'UP';
  const components = engine ? { engine: { status, details: engine } } : {};
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

function registryOf({ gateway }: Pick<ManagementOptions, 'gateway'>): Registry {
  const registry = gateway?.registry ?? new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

export function createManagementApp(options: Omit<ManagementOptions, 'host' | 'port'>): Express {
  const { engine, clock, clockControlled = false, logger } = options;
  const registry = registryOf(options);
  const app = express();
  app.disable('x-powered-by');
  app.get('/actuator/health', (_request, response) => tellHealth(response, 'health', engine?.status()));
  for (const probe of ['readiness', 'liveness'] as const) {
    app.get(`/actuator/health/${probe}`, (_request, response) =>
      tellHealth(response, probe, engine?.status()),
    );
  }
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

async function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const remedy = 'choose another MANAGEMENT_PORT or stop what listens there';
      reject(new Error(`Expected to listen on ${host}:${port}, but: ${error.message}; ${remedy}`));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

export async function startManagement(options: ManagementOptions): Promise<Management> {
  const { host, logger } = options;
  const server = createServer(createManagementApp(options));
  const port = await listen(server, host, options.port);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  logger.info({ url, clockControlled: options.clockControlled ?? false }, 'management listens');
  return {
    url,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
