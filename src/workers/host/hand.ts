/**
 * The jobs of one worker that this process has in hand.
 *
 * A job: given → waiting for its claim → working → answered, over its time limit, or given back at the stop.
 * A claim is kept until the handler has ended and the engine has the answer, so that nobody runs beside it or again;
 * when the job comes again to this process meanwhile, it joins the handler.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../kit/logger';
import type { Claims } from '../../store/port';
import { EngineNotFoundError, type ActivatedJob, type JobOutcome } from '../../zeebe';
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
  /** To be called when the engine has the outcome of a `take`. */
  answered(job: ActivatedJob): void;
  counts(): WorkCounts;
  /** From now on every job is given back at once. */
  refuse(): void;
  /** Gives back what is still in hand, and tells the handlers so. */
  release(): void;
}

export const usualTimeLimitMillis = 60_000;
const claimedPauseMillis = 5_000;
const lookAgainMillis = 500;

/** The retries stay as they are: it is nobody's failure. */
const giveBack = (job: ActivatedJob, errorMessage: string, retryBackoffMillis = 0): JobOutcome => ({
  kind: 'fail',
  errorMessage,
  retries: job.retries,
  retryBackoffMillis,
});
const stopped = (job: ActivatedJob): JobOutcome =>
  giveBack(job, 'L’automate s’arrête : l’étape est rendue, un autre la reprend.');

const busyElsewhere = (job: ActivatedJob): JobOutcome =>
  giveBack(job, 'L’étape est encore en cours dans un autre processus.', claimedPauseMillis);

interface Work {
  readonly outcome: Promise<JobOutcome>;
  readonly controller: AbortController;
  state: 'waiting' | 'running';
}

export function createHand(worker: Worker, { services, logger, leases, claims }: HandParts): Hand {
  const timeLimitMillis = worker.timeLimitMillis ?? usualTimeLimitMillis;
  const leaseMillis = leases.millisFor(timeLimitMillis);
  const working = new Map<string, Work>();
  const claimed = new Set<string>();
  /** Outcomes that the engine does not have yet, by job: a job may have been given twice. */
  const unanswered = new Map<string, number>();
  const inHand = new Set<(give: 'back') => void>();
  let refusing = false;
  let done = 0;
  let failed = 0;

  /** Resolves false when the job is somebody else's after all, or `signal` is aborted first. */
  async function claim(job: ActivatedJob, signal: AbortSignal): Promise<boolean> {
    if (await claims.tryClaim(job.key)) return true;
    logger.info({ jobType: job.type, jobKey: job.key }, 'a job is still being worked on in another process');
    // Failing it would put it out of reach of whoever is about to complete it.
    do {
      const over = await pause(lookAgainMillis, false, { signal }).catch(() => true);
      if (over) return false;
    } while (!(await claims.tryClaim(job.key)));
    if (await isStillOpen(job)) return true;
    await claims.release(job.key);
    return false;
  }

  async function isStillOpen(job: ActivatedJob): Promise<boolean> {
    try {
      await leases.extend?.(job.key, leaseMillis);
      return true;
    } catch (error) {
      return !(error instanceof EngineNotFoundError);
    }
  }

  async function claimAndRun(
    job: ActivatedJob,
    work: Pick<Work, 'controller' | 'state'>,
  ): Promise<JobOutcome> {
    const { signal } = work.controller;
    try {
      if (!(await claim(job, signal))) return busyElsewhere(job);
    } catch (error) {
      logger.warn(
        { jobType: job.type, jobKey: job.key, err: error },
        'a job could not be claimed; it is given back',
      );
      return giveBack(job, 'La base de données ne répond pas ; l’étape attend.', claimedPauseMillis);
    }
    claimed.add(job.key);
    work.state = 'running';
    const outcome = await runJob(worker, job, services, logger, signal);
    if (outcome.kind === 'fail') failed += 1;
    else done += 1;
    return outcome;
  }

  /** When nothing is under way for the job any more. */
  function releaseClaim(key: string): void {
    if (working.has(key) || (unanswered.get(key) ?? 0) > 0 || !claimed.delete(key)) return;
    claims.release(key).catch((error: unknown) => {
      logger.warn({ err: error, jobKey: key }, 'the claim of a job could not be released');
    });
  }

  function workOn(job: ActivatedJob): Work {
    const underway = working.get(job.key);
    if (underway !== undefined) return underway;
    const begun = { controller: new AbortController(), state: 'waiting' as Work['state'] };
    const outcome = claimAndRun(job, begun).finally(() => {
      working.delete(job.key);
      releaseClaim(job.key);
    });
    const work = Object.assign(begun, { outcome });
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
    unanswered.set(job.key, (unanswered.get(job.key) ?? 0) + 1);
    if (refusing) return stopped(job);
    const work = workOn(job);
    const stopExtending = keepLease({
      job,
      leases,
      leaseMillis,
      logger,
      onGone: () => work.controller.abort(),
    });
    let end: (why: 'late' | 'back') => void = () => undefined;
    const ended = new Promise<'late' | 'back'>((resolve) => (end = resolve));
    const timer = setTimeout(() => end('late'), timeLimitMillis);
    inHand.add(end);
    try {
      const first = await Promise.race([work.outcome, ended]);
      if (typeof first !== 'string') return first;
      work.controller.abort();
      if (first === 'back') return stopped(job);
      return work.state === 'waiting' ? busyElsewhere(job) : overTime(job);
    } finally {
      clearTimeout(timer);
      stopExtending();
      inHand.delete(end);
    }
  }

  function answered({ key }: ActivatedJob): void {
    const left = (unanswered.get(key) ?? 1) - 1;
    if (left === 0) unanswered.delete(key);
    else unanswered.set(key, left);
    releaseClaim(key);
  }

  return {
    leaseMillis,
    take,
    answered,
    counts: () => ({ type: worker.type, inHand: inHand.size, done, failed }),
    refuse() {
      refusing = true;
    },
    release() {
      for (const give of inHand) give('back');
    },
  };
}
