/** One worker's jobs in hand: claims, time limit, leases and the stop. Time passes by jest's timers. */
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import {
  type ActivatedJob,
  EngineNotFoundError,
  EngineRejectedError,
  EngineUnavailableError,
} from '../../src/zeebe';
import { createProcessClaims } from '../../src/store/process-claims';
import { createHand, type Hand } from '../../src/workers/host/hand';
import { extendedLeases, findLeases, fixedLeases, type Leases } from '../../src/workers/host/leases';
import { TemporaryFailure } from '../../src/workers/contract';
import type { Worker, WorkerServices } from '../../src/workers/services';
import { jobOf, silent } from './kit';

const services = {} as WorkerServices;
const claims = createProcessClaims();

interface Blocked {
  readonly worker: Worker;
  /** Signals given to the handler, one a run. */
  readonly signals: AbortSignal[];
  finish(): void;
}

/** A worker whose handler goes on, whatever its signal says, until the test lets it finish. */
function blocked(changes: Partial<Worker> = {}): Blocked {
  const signals: AbortSignal[] = [];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const worker: Worker = {
    type: 'essai',
    description: 'Essai.',
    input: z.looseObject({}),
    output: z.strictObject({ fait: z.boolean() }),
    errors: [],
    async handle(_input, job) {
      signals.push(job.signal);
      await finished;
      return { fait: true };
    },
    ...changes,
  };
  return { worker, signals, finish: () => finish() };
}

const handOf = (worker: Worker, leases: Leases = fixedLeases) =>
  createHand(worker, { services, logger: silent, leases, claims });
/** As the client does: the engine has the outcome when the promise resolves. */
const give = (hand: Hand, job: ActivatedJob) => hand.take(job).finally(() => hand.answered(job));
const done = { kind: 'complete', variables: { fait: true } };

describe('the jobs in hand', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('wait while somebody else has the claim, and are given back after their time limit; no retry is lost', async () => {
    const { worker, signals } = blocked();
    const job = jobOf({ type: 'essai', retries: 2 });
    await claims.tryClaim(job.key);
    const outcome = give(handOf(worker), job);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toMatchObject({
      kind: 'fail',
      retries: 2,
      retryBackoffMillis: 5_000,
      errorMessage: 'L’étape est encore en cours dans un autre processus.',
    });
    expect(signals).toHaveLength(0);
    await claims.release(job.key);
  });

  it('are given back when claims cannot be asked for', async () => {
    const broken = { tryClaim: () => Promise.reject(new Error('down')), release: () => Promise.resolve() };
    const hand = createHand(blocked().worker, {
      services,
      logger: silent,
      leases: fixedLeases,
      claims: broken,
    });
    expect(await give(hand, jobOf({ retries: 1 }))).toMatchObject({ kind: 'fail', retries: 1 });
    expect(hand.counts()).toMatchObject({ done: 0, failed: 0, inHand: 0 });
  });

  it('fail after the time limit of their worker; the handler is told and keeps its claim until it ends', async () => {
    const { worker, signals, finish } = blocked({ timeLimitMillis: 120_000 });
    const hand = handOf(worker);
    const job = jobOf({ type: 'essai' });
    const outcome = give(hand, job);
    await jest.advanceTimersByTimeAsync(119_999);
    expect(hand.counts()).toMatchObject({ inHand: 1, failed: 0 });
    expect(signals[0]?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({
      kind: 'fail',
      retries: 2,
      errorMessage:
        'L’étape automatique « essai » n’a pas abouti en 120 s.\nUn nouvel essai aura lieu de lui-même.',
    });
    expect(signals[0]?.aborted).toBe(true);
    expect(hand.counts()).toMatchObject({ inHand: 0, failed: 1 });
    expect(await claims.tryClaim(job.key)).toBe(false);

    const again = give(hand, job);
    finish();
    expect(await again).toEqual(done);
    expect(signals).toHaveLength(1);
  });

  it('keep their lease as long as they are worked on, extended at its half', async () => {
    const extended: number[] = [];
    const leases: Leases = {
      millisFor: () => 15_000,
      extend: (_key, millis) => {
        extended.push(millis);
        return Promise.resolve();
      },
    };
    const { worker, finish } = blocked({ timeLimitMillis: 600_000 });
    const hand = handOf(worker, leases);
    expect(hand.leaseMillis).toBe(15_000);
    const outcome = give(hand, jobOf({ type: 'essai' }));
    await jest.advanceTimersByTimeAsync(7_499);
    expect(extended).toEqual([]);
    await jest.advanceTimersByTimeAsync(1 + 3 * 7_500);
    expect(extended).toEqual([15_000, 15_000, 15_000, 15_000]);
    finish();
    expect(await outcome).toEqual(done);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(extended).toHaveLength(4);
  });

  it('are tried to be kept again when the engine is out of reach, and their handler is told when they are gone', async () => {
    const answers = [
      new EngineUnavailableError('UNAVAILABLE', 'away', true),
      new EngineNotFoundError('gone'),
    ];
    const asked: string[] = [];
    const client = {
      updateJobTimeout: (key: string) => {
        asked.push(key);
        return Promise.reject(answers.shift() ?? new Error('asked too often'));
      },
    };
    const { worker, signals, finish } = blocked();
    const job = jobOf({ type: 'essai' });
    const outcome = give(handOf(worker, extendedLeases(client, 10_000)), job);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(signals[0]?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(signals[0]?.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(asked).toEqual([job.key, job.key]);
    finish();
    await outcome;
  });

  it('are given back at the stop without a retry lost, and no other is taken', async () => {
    const { worker, signals, finish } = blocked();
    const hand = handOf(worker);
    const outcome = give(hand, jobOf({ type: 'essai', retries: 3 }));
    await turn();
    hand.refuse();
    const refused = { kind: 'fail', retries: 3, retryBackoffMillis: 0 };
    expect(await give(hand, jobOf({ type: 'essai', retries: 3 }))).toMatchObject(refused);
    expect(hand.counts()).toMatchObject({ inHand: 1 });
    hand.release();
    expect(await outcome).toMatchObject(refused);
    expect(signals[0]?.aborted).toBe(true);
    expect(hand.counts()).toEqual({ type: 'essai', inHand: 0, done: 0, failed: 0 });
    finish();
  });

  it('wait as long as the outside system asks, but an hour at most', async () => {
    for (const [asked, waited] of [
      [90_000, 90_000],
      [7 * 86_400_000, 3_600_000],
    ]) {
      const handle = () =>
        Promise.reject(new TemporaryFailure('Trop de demandes.', { retryAfterMillis: asked ?? 0 }));
      const outcome = await give(handOf(blocked({ handle }).worker), jobOf({ type: 'essai' }));
      expect(outcome).toMatchObject({ kind: 'fail', retryBackoffMillis: waited });
    }
  });
});

describe('what the engine can do with leases', () => {
  const signal = new AbortController().signal;
  const asking = (...errors: Error[]) => ({
    updateJobTimeout: () => Promise.reject(errors.shift() ?? new EngineNotFoundError('no such job')),
  });

  it('short ones where it can extend them', async () => {
    const leases = await findLeases(asking(), 15_000, silent, signal);
    expect(leases.millisFor(600_000)).toBe(15_000);
    expect(leases.extend).not.toBeNull();
  });

  it('as long as the time limit where it cannot', async () => {
    const old = new EngineRejectedError('UNIMPLEMENTED', 'unknown method');
    const leases = await findLeases(asking(old), 15_000, silent, signal);
    expect(leases.millisFor(600_000)).toBe(610_000);
    expect(leases.extend).toBeNull();
  });

  it('is asked until it answers', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    const away = new EngineUnavailableError('UNAVAILABLE', 'away', false);
    const found = findLeases(asking(away, away), 15_000, silent, signal);
    await jest.advanceTimersByTimeAsync(2_000);
    jest.useRealTimers();
    expect((await found).extend).not.toBeNull();
  });

  it('is not asked any more after the stop', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(findLeases(asking(), 15_000, silent, stop.signal)).rejects.toThrow('abort');
  });
});
