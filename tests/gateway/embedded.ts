/** The embedded engine with its gateway, on a fresh PGlite. */
import pino from 'pino';
import type { EngineClock } from '../../src/kit/clock';
import type { EngineHandle } from '../../src/engine/api';
import { startGateway, type Gateway, type GatewaySecurity } from '../../src/gateway/server';
import { createClock } from '../../src/kit/clock';
import { startEmbeddedEngine } from '../../src/loop/embedded-engine';
import { openPgliteTestDatabase } from '../kit/database';
import type { OpenEngine } from './client-scenarios';

export interface OpenEmbedded extends OpenEngine {
  readonly gateway: Gateway;
  readonly engine: EngineHandle;
}

export async function openEmbedded(
  clock: EngineClock = createClock(),
  security?: GatewaySecurity,
): Promise<OpenEmbedded> {
  const logger = pino({ level: 'warn' });
  const database = await openPgliteTestDatabase();
  const engine = await startEmbeddedEngine({ store: database.engineStore, clock, logger });
  const gateway = await startGateway({
    engine,
    host: '127.0.0.1',
    port: 0,
    logger,
    ...(security && { security }),
  });
  return {
    address: gateway.address,
    gateway,
    engine,
    async stop() {
      await gateway.stop();
      await engine.stop();
      await database.dispose();
    },
  };
}
