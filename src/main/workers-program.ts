/** Composes workers alone: the services that they act with, on the database and the engine of a program elsewhere. */
import { StartError } from '../errors/start-error';
import type { Logger } from '../kit/logger';
import type { Environment } from '../config/environment';
import { openDatabaseOf } from './database';
import { startWorkerServices } from './worker-services';
import { createZeebeClient } from '../zeebe';
import { startHost } from '../workers/host/start';

export interface WorkersProgram {
  /** host:port of the gateway. */
  readonly address: string;
  /** Job types, once the engine answers. */
  readonly ready: Promise<readonly string[]>;
  stop(): Promise<void>;
}

export class WorkersConfigurationError extends StartError {
  override readonly name = 'WorkersConfigurationError';
}

/**
 * Throws `WorkersConfigurationError` without DATABASE_URL: the embedded database belongs to one process, and what
 * these workers do (mails, stock, documents, claims) is kept there.
 */
export async function startWorkersProgram(environment: Environment, logger: Logger): Promise<WorkersProgram> {
  if (environment.DATABASE_URL === undefined) {
    throw new WorkersConfigurationError(
      'DATABASE_URL est attendue : des automates dans un processus séparé partagent la base PostgreSQL du programme.\n' +
        'La base intégrée (PGlite) n’appartient qu’à un seul processus : sans PostgreSQL, laissez les automates dans ' +
        'le programme (npm start).',
    );
  }
  const address = environment.ZEEBE_ADDRESS ?? `${environment.GATEWAY_HOST}:${environment.GATEWAY_PORT}`;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let one = stops.pop(); one; one = stops.pop()) await one();
  };
  try {
    const database = await openDatabaseOf(environment, logger);
    stops.push(() => database.close());
    await database.migrate();
    const client = createZeebeClient({ address, logger });
    stops.push(() => client.close());
    const base = await startWorkerServices({
      environment,
      logger,
      knex: database.knex,
      client,
      clock: () => new Date(),
    });
    stops.push(() => base.stop());
    const host = startHost({ environment, client, database, logger, ...base });
    stops.push(() => host.stop());
    return { address, ready: host.ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
