/** The embedded engine with its gateway, on a fresh PGlite. */
import pino from 'pino';
import { startGateway, type Gateway } from '../../src/gateway/server';
import { createClock } from '../../src/log/clock';
import { startEmbeddedEngine } from '../../src/log/embedded-engine';
import { openPgliteTestDatabase } from '../kit/database';
import type { OpenEngine } from './client-scenarios';

export async function openEmbedded(): Promise<OpenEngine & { readonly gateway: Gateway }> {
  const logger = pino({ level: 'warn' });
  const database = await openPgliteTestDatabase();
  const engine = await startEmbeddedEngine({ store: database.engineStore, clock: createClock(), logger });
  const gateway = await startGateway({ engine, host: '127.0.0.1', port: 0, logger });
  return {
    address: gateway.address,
    gateway,
    async stop() {
      await gateway.stop();
      await engine.stop();
      await database.dispose();
    },
  };
}
