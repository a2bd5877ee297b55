/**
 * The lease of a job in hand: short, so that the job of a killed process comes back soon, and extended while it is
 * worked on. An engine that cannot extend leases (a Zeebe before 8.6) gives one as long as the worker's time limit.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../kit/logger';
import { EngineError, type ActivatedJob, type ZeebeClient } from '../../zeebe';

export interface Leases {
  /** How long a job is given for. */
  millisFor(timeLimitMillis: number): number;
  /** Null: leases cannot be extended. */
  readonly extend: ((jobKey: string, millis: number) => Promise<void>) | null;
}

/** To answer the job after its time is over. */
const marginMillis = 10_000;

export const fixedLeases: Leases = { millisFor: (limit) => limit + marginMillis, extend: null };

export function extendedLeases(client: Pick<ZeebeClient, 'updateJobTimeout'>, millis: number): Leases {
  return { millisFor: () => millis, extend: (jobKey, to) => client.updateJobTimeout(jobKey, to) };
}

/** Of the first partition, where an engine begins to count: no job has it. */
const noJob = (1n << 51n).toString();
const askAgainMillis = 1_000;

/** Asks the engine whether it extends leases, until it answers. Rejects when `signal` is aborted. */
export async function findLeases(
  client: Pick<ZeebeClient, 'updateJobTimeout'>,
  millis: number,
  logger: Pick<Logger, 'warn'>,
  signal: AbortSignal,
): Promise<Leases> {
  for (;;) {
    signal.throwIfAborted();
    const code = await client.updateJobTimeout(noJob, millis).then(
      () => 'OK',
      (error: unknown) => (error instanceof EngineError ? error.code : 'UNKNOWN'),
    );
    if (code === 'NOT_FOUND' || code === 'OK') return extendedLeases(client, millis);
    if (code === 'UNIMPLEMENTED') {
      logger.warn(
        {},
        'the engine cannot extend leases of jobs (Zeebe 8.6 can): the job of a killed process comes back only after its time limit',
      );
      return fixedLeases;
    }
    await pause(askAgainMillis, undefined, { signal });
  }
}

export interface LeaseWatch {
  readonly job: ActivatedJob;
  readonly leases: Leases;
  readonly leaseMillis: number;
  readonly logger: Logger;
  /** Nobody waits for the job any more: it was cancelled, or answered by somebody else. */
  readonly onGone: () => void;
}

/** Extends the lease each time that half of it is over, until the returned function is called. */
export function keepLease({ job, leases, leaseMillis, logger, onGone }: LeaseWatch): () => void {
  const { extend } = leases;
  if (extend === null) return () => undefined;
  const about = { jobType: job.type, jobKey: job.key };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = (): void => {
    if (!stopped) timer = setTimeout(beat, leaseMillis / 2);
  };
  const beat = (): void => {
    extend(job.key, leaseMillis).then(next, (error: unknown) => {
      if (stopped) return;
      const code = error instanceof EngineError ? error.code : undefined;
      if (code === 'NOT_FOUND') return onGone();
      // The lease has ended already (a pause of this process, an engine out of reach): the job comes again.
      logger.warn({ ...about, err: error }, 'the lease of a job could not be extended');
      next();
    });
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
