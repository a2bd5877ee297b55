/**
 * Composes the embedded engine alone: database, engine, exporter, gateway, management; started in this order,
 * stopped in reverse.
 */
import type { Logger } from '../kit/logger';
import type { Environment } from '../config/environment';
import { readListeners } from '../config/listeners';
import type { EngineHandle } from '../engine/api';
import { Exporter } from '../exporter/exporter';
import { startGateway } from '../gateway/server';
import { startManagement } from '../gateway/management';
import { createClock } from '../kit/clock';
import { limitsOf } from './limits';
import { startEmbeddedEngine } from '../loop/embedded-engine';
import { openDatabaseOf } from './database';
import { expectOwnDatabase } from '../store/engine-owner';
import type { Database } from '../store/port';

export interface EngineProgram {
  /** host:port of the gRPC gateway. */
  readonly address: string;
  readonly managementUrl: string;
  stop(): Promise<void>;
}

type Stop = () => Promise<void>;

interface ExporterParts {
  readonly engine: EngineHandle;
  readonly database: Database;
  readonly logger: Logger;
}

/** Delivers once the engine processes: a standby leaves it to the process that does. */
function startExporter(url: string | undefined, parts: ExporterParts): { stop: Stop } {
  const { engine, database, logger } = parts;
  if (url === undefined) return { stop: async () => undefined };
  const exporter = new Exporter({ knex: database.knex, url, logger });
  let started: Promise<void> | undefined;
  const start = (): void => {
    started ??= exporter
      .start()
      .catch((error: unknown) => logger.error({ err: error }, 'exporter did not start'));
  };
  if (engine.status().state === 'PROCESSING') start();
  const unsubscribe = engine.onRecords(() => {
    start();
    exporter.notify();
  });
  return {
    async stop() {
      unsubscribe();
      await started;
      await exporter.stop();
    },
  };
}

async function startParts(
  environment: Environment,
  logger: Logger,
  opening: Promise<Database>,
  stops: Stop[],
): Promise<EngineProgram> {
  const listeners = readListeners(environment);
  const database = await opening;
  stops.push(() => database.close());
  await database.migrate();

  const clock = createClock();
  await expectOwnDatabase(database.knex);
  const engine = await startEmbeddedEngine({
    store: database.engineStore,
    clock,
    logger,
    limits: limitsOf(environment),
  });
  stops.push(() => engine.stop());

  const exporter = startExporter(environment.EXPORT_URL, { engine, database, logger });
  stops.push(() => exporter.stop());

  const gateway = await startGateway({
    engine,
    host: environment.GATEWAY_HOST,
    port: environment.GATEWAY_PORT,
    restPort: environment.GATEWAY_REST_PORT,
    messageMegabytes: environment.MAX_MESSAGE_MEGABYTES,
    logger,
    security: listeners.gateway,
  });
  stops.push(() => gateway.stop());
  const management = await startManagement({
    engine,
    gateway,
    clock,
    clockControlled: environment.ZEEBE_CLOCK_CONTROLLED,
    host: environment.MANAGEMENT_HOST,
    port: environment.MANAGEMENT_PORT,
    logger,
    security: { ...listeners.management, clients: listeners.gateway.clients },
  });
  stops.push(() => management.stop());
  return { address: gateway.address, managementUrl: management.url, stop: () => stopAll(stops) };
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
}

/** Rejects, with everything stopped again, when a part does not start. */
export async function startEngineProgram(
  environment: Environment,
  logger: Logger,
  opening = openDatabaseOf(environment, logger),
): Promise<EngineProgram> {
  const stops: Stop[] = [];
  try {
    return await startParts(environment, logger, opening, stops);
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}
