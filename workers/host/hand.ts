/**
 * The jobs of one worker that this process has in hand.
 *
 * A job: given → (claimed elsewhere) given back | working → answered, over its time limit, or given back at the stop.
 * A handler that goes on after its time keeps its claim until it ends, so that nobody runs beside it; when the job
 * comes again to this process meanwhile, it joins the handler.
 */
import type { Logger } from 'pino';
import type { Claims } from '../../src/store/port';
import type { ActivatedJob, JobOutcome } from '../../src/zeebe';
import type { Worker, WorkerServices } from '../services';
import { keepLease, type Leases } from './leases';
import { runJob, tryAgain } from './run-job';

export interface HandParts {
  readonly services: WorkerServices;
  readonly logger: Logger;
  readonly leases: Leases;
  readonly claims: Claims;
}

/** Since the process started. */
export interface WorkCounts {
  readonly type: string;
  readonly inHand: number;
  /** Completed, or ended with a BPMN error. */
  readonly done: number;
  /** Attempts that failed. */
  readonly failed: number;
}

export interface Hand {
  readonly leaseMillis: number;
  take(job: ActivatedJob): Promise<JobOutcome>;
  counts(): WorkCounts;
  /** From now on every job is given back at once. */
  refuse(): void;
  /** Gives back what is still in hand, and tells the handlers so. */
  release(): void;
}

const usualTimeLimitMillis = 60_000;
const claimedPauseMillis = 5_000;

/** The retries stay as they are: it is nobody's failure. */
const giveBack = (job: ActivatedJob, errorMessage: string, retryBackoffMillis = 0): JobOutcome => ({
  kind: 'fail',
  errorMessage,
  retries: job.retries,
  retryBackoffMillis,
});
const stopped = (job: ActivatedJob): JobOutcome =>
  giveBack(job, 'L’automate s’arrête : l’étape est rendue, un autre la reprend.');

interface Work {
  readonly outcome: Promise<JobOutcome>;
  readonly controller: AbortController;
}

export function createHand(worker: Worker, { services, logger, leases, claims }: HandParts): Hand {
  const timeLimitMillis = worker.timeLimitMillis ?? usualTimeLimitMillis;
  const leaseMillis = leases.millisFor(timeLimitMillis);
  const working = new Map<string, Work>();
  const inHand = new Set<(give: 'back') => void>();
  let refusing = false;
  let done = 0;
  let failed = 0;

  async function claimAndRun(job: ActivatedJob, signal: AbortSignal): Promise<JobOutcome> {
    const about = { jobType: job.type, jobKey: job.key };
    let claimed: boolean;
    try {
      claimed = await claims.tryClaim(job.key);
    } catch (error) {
      logger.warn({ ...about, err: error }, 'a job could not be claimed; it is given back');
      return giveBack(job, 'La base de données ne répond pas ; l’étape attend.', claimedPauseMillis);
    }
    if (!claimed) {
      logger.info(about, 'a job is still being worked on in another process; it is given back');
      return giveBack(job, 'L’étape est encore en cours dans un autre processus.', claimedPauseMillis);
    }
    try {
      const outcome = await runJob(worker, job, services, logger, signal);
      if (outcome.kind === 'fail') failed += 1;
      else done += 1;
      return outcome;
    } finally {
      await claims.release(job.key);
    }
  }

  function workOn(job: ActivatedJob): Work {
    const underway = working.get(job.key);
    if (underway !== undefined) return underway;
    const controller = new AbortController();
    const outcome = claimAndRun(job, controller.signal).finally(() => working.delete(job.key));
    const work = { outcome, controller };
    working.set(job.key, work);
    return work;
  }

  function overTime(job: ActivatedJob): JobOutcome {
    failed += 1;
    logger.warn({ jobType: job.type, jobKey: job.key, timeLimitMillis }, 'a job is over its time limit');
    return tryAgain(
      job,
      `L’étape automatique « ${worker.type} » n’a pas abouti en ${Math.round(timeLimitMillis / 1000)} s.`,
    );
  }

  async function take(job: ActivatedJob): Promise<JobOutcome> {
    if (refusing) return stopped(job);
    const { outcome, controller } = workOn(job);
    const stopExtending = keepLease({
      job,
      leases,
      leaseMillis,
      logger,
      onGone: () => controller.abort(),
    });
    let end: (why: 'late' | 'back') => void = () => undefined;
    const ended = new Promise<'late' | 'back'>((resolve) => (end = resolve));
    const timer = setTimeout(() => end('late'), timeLimitMillis);
    inHand.add(end);
    try {
      const first = await Promise.race([outcome, ended]);
      if (typeof first !== 'string') return first;
      controller.abort();
      return first === 'late' ? overTime(job) : stopped(job);
    } finally {
      clearTimeout(timer);
      stopExtending();
      inHand.delete(end);
    }
  }

  return {
    leaseMillis,
    take,
    counts: () => ({ type: worker.type, inHand: inHand.size, done, failed }),
    refuse() {
      refusing = true;
    },
    release() {
      for (const give of inHand) give('back');
    },
  };
}
