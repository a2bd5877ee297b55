/**
 * Polls for jobs, served in turn and held open while there are none.
 *
 * A poll is *trying* (its ACTIVATE is under way), *waiting* (in its type's queue) or *over*. A new poll tries at once
 * unless others of its type wait; then it queues behind them. When jobs of a type become available, its queue is
 * drained from the head: one poll tries, and as long as polls find jobs, twice as many as before try together; the
 * first that finds none puts the rest back to wait. A poll is over when it got jobs, an error, its time or its
 * client's leave. Jobs that were activated for a client that has left go back.
 */
import type { EngineHandle } from '../engine/api';
import { toDelivery, MAX_MESSAGE_BYTES, type Leased } from './activated-jobs';
import type { EnginePort } from './engine-port';
import type { ActivatedJob } from './messages';
import { valueOf, type JobBatchValue } from './values';

/** The value of a JOB_BATCH ACTIVATE command. */
export interface JobRequest {
  readonly type: string;
  readonly worker: string;
  readonly timeout: number;
  readonly maxJobsToActivate: number;
  readonly variables: readonly string[];
  readonly tenantIds: readonly string[];
}

export interface JobReceiver {
  /** False when the jobs cannot reach the client any more. */
  send(jobs: readonly ActivatedJob[]): boolean;
  end(): void;
  fail(error: unknown): void;
}

export interface LongPolling {
  /** `requestTimeout` in ms: 0 is the default, negative does not wait. Returns what to call when the client leaves. */
  activate(request: JobRequest, receiver: JobReceiver, requestTimeout: number): () => void;
  /** Number of waiting polls by job type. */
  waiting(): ReadonlyMap<string, number>;
  /** Ends all polls, without jobs. */
  stop(): void;
}

export interface LongPollingOptions {
  readonly engine: Pick<EngineHandle, 'onJobsAvailable'>;
  readonly port: EnginePort;
  onError(error: unknown, text: string): void;
}

const DEFAULT_REQUEST_TIMEOUT_MILLIS = 10_000;
const WIDEST_DRAIN = 16;
const NOT_SENT = 'Failed to send activated jobs to client';
const TOO_BIG = `the response is bigger than the maximum allowed message size ${MAX_MESSAGE_BYTES}`;

interface Poll {
  readonly request: JobRequest;
  readonly receiver: JobReceiver;
  readonly held: boolean;
  timer?: NodeJS.Timeout;
  trying: boolean;
  expired: boolean;
  over: boolean;
}

interface TypeQueue {
  readonly waiting: Poll[];
  /** Polls that are not over, waiting or trying. */
  polls: number;
  /** Counts the notifications, so that one during an attempt is not missed. */
  notified: number;
  draining: boolean;
  drainAgain: boolean;
}

export function createLongPolling({ engine, port, onError }: LongPollingOptions): LongPolling {
  const queues = new Map<string, TypeQueue>();
  const polls = new Set<Poll>();

  function enter(poll: Poll): TypeQueue {
    const { type } = poll.request;
    const queue = queues.get(type) ?? {
      waiting: [],
      polls: 0,
      notified: 0,
      draining: false,
      drainAgain: false,
    };
    queues.set(type, queue);
    queue.polls++;
    polls.add(poll);
    return queue;
  }

  function leave(poll: Poll): void {
    const { type } = poll.request;
    const queue = queues.get(type);
    polls.delete(poll);
    if (!queue) return;
    const index = queue.waiting.indexOf(poll);
    if (index >= 0) queue.waiting.splice(index, 1);
    if (--queue.polls === 0) queues.delete(type);
  }

  function finish(poll: Poll, answer: (receiver: JobReceiver) => void): void {
    if (poll.over) return;
    poll.over = true;
    clearTimeout(poll.timer);
    leave(poll);
    answer(poll.receiver);
  }

  /** A failure with unchanged retries makes a job activatable again; without retries it makes an incident. */
  function giveBack(jobs: readonly Leased[], errorMessage: string): void {
    for (const { key, retries } of jobs) {
      const value = { retries, retryBackoff: 0, errorMessage, variables: {} };
      port
        .send({ valueType: 'JOB', intent: 'FAIL', key, value })
        .catch((error: unknown) =>
          onError(error, `job ${key} was not given back; it comes again when its lease ends`),
        );
    }
  }

  /** True when jobs were activated, whoever got them in the end. */
  function deliver(poll: Poll, batch: JobBatchValue): boolean {
    const { jobs, deferred, oversized } = toDelivery(batch);
    giveBack(deferred, TOO_BIG);
    giveBack(
      oversized.map(({ key }) => ({ key, retries: 0 })),
      TOO_BIG,
    );
    if (jobs.length > 0 && (poll.over || !poll.receiver.send(jobs))) {
      giveBack(jobs, NOT_SENT);
      finish(poll, () => undefined);
    }
    return jobs.length > 0;
  }

  async function activateOnce(poll: Poll, maxJobsToActivate: number): Promise<JobBatchValue> {
    const { variables, tenantIds, ...request } = poll.request;
    const value = { ...request, maxJobsToActivate, variables: [...variables], tenantIds: [...tenantIds] };
    return valueOf<JobBatchValue>(
      await port.send({ valueType: 'JOB_BATCH', intent: 'ACTIVATE', key: -1, value }),
    );
  }

  /** Activates until the poll has its jobs or there are none. True when it got some. */
  async function tryToServe(poll: Poll): Promise<boolean> {
    let remaining = poll.request.maxJobsToActivate;
    let served = false;
    let truncated = true;
    poll.trying = true;
    while (truncated && remaining > 0 && !poll.over) {
      const batch = await activateOnce(poll, remaining);
      served = deliver(poll, batch) || served;
      remaining -= batch.jobs.length;
      truncated = batch.truncated && batch.jobs.length > 0;
    }
    poll.trying = false;
    return served;
  }

  /** True when the poll found jobs; false when it found none, and then it is over or may wait. */
  async function attempt(poll: Poll): Promise<boolean> {
    try {
      const served = await tryToServe(poll);
      if (served || poll.expired || !poll.held) finish(poll, (receiver) => receiver.end());
      return served;
    } catch (error) {
      finish(poll, (receiver) => receiver.fail(error));
      return false;
    }
  }

  async function drainOnce({ waiting }: TypeQueue): Promise<void> {
    for (let width = 1; waiting.length > 0; width = Math.min(width * 2, WIDEST_DRAIN)) {
      const heads = waiting.splice(0, width);
      const served = await Promise.all(heads.map(attempt));
      waiting.unshift(...heads.filter((poll) => !poll.over));
      if (served.includes(false)) return;
    }
  }

  async function drain(queue: TypeQueue): Promise<void> {
    queue.drainAgain = true;
    if (queue.draining) return;
    queue.draining = true;
    while (queue.drainAgain && queue.waiting.length > 0) {
      queue.drainAgain = false;
      await drainOnce(queue);
    }
    queue.draining = false;
  }

  async function start(poll: Poll, queue: TypeQueue): Promise<void> {
    const seen = queue.notified;
    const inTurn = poll.held && queue.waiting.length > 0;
    if (!inTurn) await attempt(poll);
    if (poll.over) return;
    queue.waiting.push(poll);
    if (inTurn || seen !== queue.notified) await drain(queue);
  }

  function expire(poll: Poll): void {
    poll.expired = true;
    if (!poll.trying) finish(poll, (receiver) => receiver.end());
  }

  const unsubscribe = engine.onJobsAvailable((type) => {
    const queue = queues.get(type);
    if (!queue) return;
    queue.notified++;
    void drain(queue);
  });

  return {
    activate(request, receiver, requestTimeout) {
      const held = requestTimeout >= 0;
      const poll: Poll = { request, receiver, held, trying: false, expired: false, over: false };
      const queue = enter(poll);
      if (held) poll.timer = setTimeout(expire, requestTimeout || DEFAULT_REQUEST_TIMEOUT_MILLIS, poll);
      if (request.maxJobsToActivate > 0) void start(poll, queue);
      else if (!held) finish(poll, ({ end }) => end());
      return () => finish(poll, () => undefined);
    },
    waiting: () => new Map([...queues].map(([type, queue]) => [type, queue.waiting.length])),
    stop() {
      unsubscribe();
      for (const poll of polls) finish(poll, (receiver) => receiver.end());
    },
  };
}
