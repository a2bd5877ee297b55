/** Which engine runs: our own in this process, or a Zeebe that is somewhere else. The rest sees an address. */
import type { EngineClock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { Environment } from '../config/environment';
import { readListeners } from '../config/listeners';
import { startGateway } from '../gateway/server';
import { startManagement } from '../gateway/management';
import { startIngest } from '../ingest/server';
import { createClock } from '../kit/clock';
import { limitsOf } from './limits';
import { startEmbeddedEngine } from '../loop/embedded-engine';
import type { Projector } from '../projections/projector';
import { expectOwnDatabase } from '../store/engine-owner';
import type { Database } from '../store/port';
import { restAddressOf } from './rest-address';
import type { GatewayAccess, RestAccess } from '../zeebe';

export interface RunningEngine {
  /** host:port of the gRPC gateway. */
  readonly address: string;
  /** How this program reaches it. */
  readonly own: GatewayAccess;
  /** Its REST API. */
  readonly rest: RestAccess;
  /** http://host:port of health, metrics and clock. */
  readonly managementUrl: string;
  /** http://host:port where a Zeebe's exporter delivers records; null on the embedded engine. */
  readonly ingestUrl: string | null;
  /** Null on a Zeebe, which keeps its own time. */
  readonly clock: EngineClock | null;
  stop(): Promise<void>;
}

export interface EngineParts {
  readonly environment: Environment;
  readonly database: Database;
  readonly projector: Projector;
  readonly logger: Logger;
}

async function startEmbedded(parts: EngineParts): Promise<RunningEngine> {
  const { environment, database, projector, logger } = parts;
  const listeners = readListeners(environment);
  const clock = createClock();
  await expectOwnDatabase(database.knex);
  const engine = await startEmbeddedEngine({
    store: database.engineStore,
    clock,
    logger,
    limits: limitsOf(environment),
  });
  // Without records: what is new is in the database alone.
  engine.onRecords((records) => projector.notify(records.length === 0 ? undefined : records));
  const gateway = await startGateway({
    engine,
    host: environment.GATEWAY_HOST,
    port: environment.GATEWAY_PORT,
    restPort: environment.GATEWAY_REST_PORT,
    messageMegabytes: environment.MAX_MESSAGE_MEGABYTES,
    logger,
    security: listeners.gateway,
  });
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
  return {
    address: gateway.address,
    own: gateway.own,
    rest: { ...gateway.own, address: gateway.own.restAddress },
    managementUrl: management.url,
    ingestUrl: null,
    clock,
    async stop() {
      await gateway.stop();
      await management.stop();
      await engine.stop();
    },
  };
}

/** Records come from the broker's Elasticsearch exporter, pointed at our ingest port. */
async function useZeebe(address: string, parts: EngineParts): Promise<RunningEngine> {
  const { environment, database, projector, logger } = parts;
  const listeners = readListeners(environment);
  const ingest = await startIngest({
    knex: database.knex,
    host: environment.INGEST_HOST,
    port: environment.INGEST_PORT,
    ...listeners.ingest,
    onRecords: () => projector.notify(),
    logger,
  });
  const management = await startManagement({
    host: environment.MANAGEMENT_HOST,
    port: environment.MANAGEMENT_PORT,
    logger,
    security: { ...listeners.management, clients: new Map() },
  });
  return {
    address,
    own: { address },
    rest: { address: restAddressOf(address, environment.ZEEBE_REST_ADDRESS) },
    managementUrl: management.url,
    ingestUrl: ingest.url,
    clock: null,
    async stop() {
      await ingest.stop();
      await management.stop();
    },
  };
}

export function startEngine(parts: EngineParts): Promise<RunningEngine> {
  const address = parts.environment.ZEEBE_ADDRESS;
  return address === undefined ? startEmbedded(parts) : useZeebe(address, parts);
}
