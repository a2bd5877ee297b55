/** The worker host: registers every worker on the gateway and turns what it does into the job's outcome. */
import { StartError } from '../../errors/start-error';
import { hostname } from 'node:os';
import type { Logger } from '../../kit/logger';
import type { Claims } from '../../store/port';
import { createProcessClaims } from '../../store/process-claims';
import type { ZeebeClient } from '../../zeebe';
import { isConnected } from '../by-hand';
import { createHand, type WorkCounts } from './hand';
import { fixedLeases, type Leases } from './leases';
import { findWorkers } from './registry';
import type { Worker, WorkerServices } from '../services';

export interface StartWorkersOptions {
  readonly client: Pick<ZeebeClient, 'createWorker'>;
  readonly services: WorkerServices;
  readonly logger: Logger;
  /** Only these job types; null or unset: all. */
  readonly types?: readonly string[] | null;
  /** Unset: those of the folder. */
  readonly workers?: readonly Worker[];
  /** Unset: as long as the worker's time limit. */
  readonly leases?: Leases;
  /** Unset: no other process works on this engine's jobs. */
  readonly claims?: Claims;
  readonly concurrency?: Concurrency;
  /** How long `stop` waits for the jobs in hand (8 s). */
  readonly stopLimitMillis?: number;
}

/** Jobs of one type at once; a type without its own number has the default, else its worker's. */
export interface Concurrency {
  readonly default?: number | undefined;
  readonly byType: Readonly<Record<string, number>>;
}

export interface RunningWorkers {
  readonly types: readonly string[];
  counts(): readonly WorkCounts[];
  /** Takes no more jobs, and resolves when those in hand are answered or, after the limit, given back. */
  stop(): Promise<void>;
}

const usualConcurrency = 8;
const usualStopLimitMillis = 8_000;

/** Throws when `types` or `concurrency` names a job type that no worker has. */
export async function startWorkers(options: StartWorkersOptions): Promise<RunningWorkers> {
  const { client, services, logger, claims = createProcessClaims(), leases = fixedLeases } = options;
  const all = options.workers ?? findWorkers();
  const concurrency = options.concurrency ?? { byType: {} };
  expectKnown(all, [...(options.types ?? []), ...Object.keys(concurrency.byType)]);
  const selected = all.filter(
    (worker) => (options.types?.includes(worker.type) ?? true) && isConnected(worker, services),
  );
  const started = selected.map((worker) => {
    const hand = createHand(worker, { services, logger, leases, claims });
    const atOnce =
      concurrency.byType[worker.type] ?? concurrency.default ?? worker.concurrency ?? usualConcurrency;
    const poller = client.createWorker(worker.type, hand.take, {
      maxJobsToActivate: atOnce,
      concurrency: atOnce,
      timeoutMillis: hand.leaseMillis,
      onAnswered: hand.answered,
      name: `${hostname()}:${process.pid}`,
    });
    return { hand, poller };
  });
  const types = selected.map((worker) => worker.type);
  logger.info({ types }, 'workers started');

  async function stop(): Promise<void> {
    for (const { hand } of started) hand.refuse();
    const limit = setTimeout(() => {
      for (const { hand } of started) hand.release();
    }, options.stopLimitMillis ?? usualStopLimitMillis);
    await Promise.all(started.map(({ poller }) => poller.close()));
    clearTimeout(limit);
  }
  let stopping: Promise<void> | undefined;
  return {
    types,
    counts: () => started.map(({ hand }) => hand.counts()),
    stop: () => (stopping ??= stop()),
  };
}

/** Throws `UnknownWorkersError`. */
export function expectKnown(workers: readonly Worker[], types: readonly string[]): void {
  const known = workers.map((worker) => worker.type);
  const unknown = types.filter((type) => !known.includes(type));
  if (unknown.length > 0) {
    throw new UnknownWorkersError(
      `Expected worker types among ${known.join(', ')}, but got ${unknown.join(', ')}`,
    );
  }
}

export class UnknownWorkersError extends StartError {
  override readonly name = 'UnknownWorkersError';
}
