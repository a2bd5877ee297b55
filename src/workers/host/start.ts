/** The workers of this process, as its environment has them: they start when the engine answers, and tell that they live. */
import type { Knex } from 'knex';
import type { Logger } from '../../kit/logger';
import type { Claims } from '../../store/port';
import type { ZeebeClient } from '../../zeebe';
import type { Environment } from '../../config/environment';
import { expectKnown, startWorkers } from './host';
import type { Worker, WorkerServices } from '../services';
import { startHeartbeat } from './heartbeat';
import { findLeases } from './leases';

export interface HostParts {
  readonly environment: Pick<
    Environment,
    'WORKERS' | 'WORKER_CONCURRENCY' | 'WORKER_LEASE_SECONDS' | 'WORKER_STOP_SECONDS'
  >;
  readonly client: Pick<ZeebeClient, 'createWorker' | 'updateJobTimeout'>;
  readonly database: { readonly knex: Knex; readonly claims: Claims };
  readonly services: WorkerServices;
  readonly workers: readonly Worker[];
  readonly logger: Logger;
}

export interface Host {
  /** Resolves with the job types when they are worked on. Rejects when it was stopped before. */
  readonly ready: Promise<readonly string[]>;
  /** Takes no more jobs; finishes those in hand or gives them back. */
  stop(): Promise<void>;
}

/** Throws `UnknownWorkersError` when the environment names a job type that no worker has. */
export function startHost(parts: HostParts): Host {
  const { environment, client, database, services, workers, logger } = parts;
  const { WORKERS: types, WORKER_CONCURRENCY: concurrency } = environment;
  expectKnown(workers, [...(types ?? []), ...Object.keys(concurrency.byType)]);
  const abandon = new AbortController();

  async function start() {
    const leases = await findLeases(client, environment.WORKER_LEASE_SECONDS * 1000, logger, abandon.signal);
    const running = await startWorkers({
      client,
      services,
      logger,
      types,
      workers,
      leases,
      claims: database.claims,
      concurrency,
      stopLimitMillis: environment.WORKER_STOP_SECONDS * 1000,
    });
    const heartbeat = await startHeartbeat({ knex: database.knex, counts: running.counts, logger });
    return { running, heartbeat };
  }

  const started = start();
  const ready = started.then(({ running }) => running.types);
  ready.catch((error: unknown) => {
    if (!abandon.signal.aborted) logger.error({ err: error }, 'the workers could not be started');
  });
  return {
    ready,
    async stop() {
      abandon.abort();
      const parts = await started.catch(() => undefined);
      await parts?.running.stop();
      await parts?.heartbeat.stop();
    },
  };
}
