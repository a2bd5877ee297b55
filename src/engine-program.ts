/** Composes the embedded engine alone: database, engine, gateway, management; started in this order, stopped in reverse. */
import type { Logger } from 'pino';
import type { Environment } from './config/environment';
import { startGateway } from './gateway/server';
import { startManagement } from './gateway/management';
import { createClock } from './log/clock';
import { startEmbeddedEngine } from './log/embedded-engine';
import { openDatabase } from './store/open';

export interface EngineProgram {
  /** host:port of the gRPC gateway. */
  readonly address: string;
  readonly managementUrl: string;
  stop(): Promise<void>;
}

type Stop = () => Promise<void>;

async function startParts(environment: Environment, logger: Logger, stops: Stop[]): Promise<EngineProgram> {
  const { DATABASE_URL: databaseUrl, dataDir, GATEWAY_HOST: host } = environment;
  const database = await openDatabase({ databaseUrl, dataDir, logger });
  stops.push(() => database.close());
  await database.migrate();

  const clock = createClock();
  const engine = await startEmbeddedEngine({ store: database.engineStore, clock, logger });
  stops.push(() => engine.stop());

  const gateway = await startGateway({ engine, host, port: environment.GATEWAY_PORT, logger });
  stops.push(() => gateway.stop());
  const management = await startManagement({
    engine,
    gateway,
    clock,
    clockControlled: environment.ZEEBE_CLOCK_CONTROLLED,
    host,
    port: environment.MANAGEMENT_PORT,
    logger,
  });
  stops.push(() => management.stop());
  return { address: gateway.address, managementUrl: management.url, stop: () => stopAll(stops) };
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
}

/** Rejects, with everything stopped again, when a part does not start. */
export async function startEngineProgram(environment: Environment, logger: Logger): Promise<EngineProgram> {
  const stops: Stop[] = [];
  try {
    return await startParts(environment, logger, stops);
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}
