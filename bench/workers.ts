/**
 * What the worker host adds to a job, without the handler's own time: from the job's arrival in this process until its
 * outcome is there (claim, checks of inputs and outputs, watch over lease and time), and until the engine has
 * acknowledged it (the CompleteJob too).
 */
import pino from 'pino';
import { z } from 'zod';
import { openDatabase } from '../src/store/open';
import { createProcessClaims } from '../src/store/process-claims';
import type { Claims } from '../src/store/port';
import { createZeebeClient, type ZeebeClient } from '../src/zeebe';
import { startWorkers } from '../src/workers/host/host';
import { extendedLeases } from '../src/workers/host/leases';
import type { Worker, WorkerServices } from '../src/workers/services';
import { makePlace, missing, startEngine } from './engine-process';
import { resources } from './load/processes';
import { percentile, type Measurement, type Variant } from './measurement';

const JOBS = 1_000;
const WARM_UP = 200;
/** As a busy program: the host's usual number of jobs at once. */
const IN_FLIGHT = 8;
const TARGET_MILLIS = 5;

const logger = pino({ enabled: false });

/** Milliseconds that each job spent outside its handler. */
interface Overheads {
  readonly host: readonly number[];
  readonly acknowledged: readonly number[];
}

async function overheads(client: ZeebeClient, claims: Claims, inFlight: number): Promise<Overheads> {
  const arrived = new Map<string, number>();
  const inHandler = new Map<string, number>();
  const host: number[] = [];
  const acknowledged: number[] = [];
  let started = 0;
  let finished: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (finished = resolve));
  const next = (): void => {
    if (started >= WARM_UP + JOBS) return;
    started += 1;
    client
      .createProcessInstance({ bpmnProcessId: 'bench-w1', variables: { n: 1 } })
      .catch((error: unknown) => {
        throw error;
      });
  };
  const outside = (key: string): number =>
    performance.now() - (arrived.get(key) ?? NaN) - (inHandler.get(key) ?? NaN);
  const worker: Worker = {
    type: 'w1-work',
    description: 'Mesure.',
    input: z.looseObject({ n: z.int() }),
    output: z.strictObject({ done: z.boolean() }),
    errors: [],
    async handle(_input, job) {
      const began = performance.now();
      await new Promise(setImmediate);
      inHandler.set(job.jobKey, performance.now() - began);
      return { done: true };
    },
  };
  const timed: Pick<ZeebeClient, 'createWorker'> = {
    createWorker: (type, handler, options = {}) =>
      client.createWorker(
        type,
        async (job) => {
          arrived.set(job.key, performance.now());
          const outcome = await handler(job);
          host.push(outside(job.key));
          return outcome;
        },
        {
          ...options,
          pollIntervalMillis: 5,
          onAnswered(job) {
            options.onAnswered?.(job);
            acknowledged.push(outside(job.key));
            if (acknowledged.length === WARM_UP + JOBS) finished();
            else next();
          },
        },
      ),
  };
  const running = await startWorkers({
    client: timed,
    services: {} as WorkerServices,
    logger,
    workers: [worker],
    leases: extendedLeases(client, 15_000),
    claims,
  });
  for (let count = 0; count < inFlight; count += 1) next();
  await all;
  await running.stop();
  return { host: host.slice(WARM_UP), acknowledged: acknowledged.slice(WARM_UP) };
}

interface Found {
  readonly alone: Overheads;
  readonly busy: Overheads;
}

async function measureOn(variant: 'pglite' | 'postgresql'): Promise<Found> {
  const place = await makePlace(variant);
  const engine = await startEngine(place.settings);
  const databaseUrl = place.settings['DATABASE_URL'];
  // PGlite is the engine's own; its program claims in memory.
  const database = databaseUrl === undefined ? null : await openDatabase({ databaseUrl, dataDir: '' });
  const client = createZeebeClient({ address: engine.address, logger });
  try {
    await client.deploy(resources);
    const claims = database?.claims ?? createProcessClaims();
    return {
      alone: await overheads(client, claims, 1),
      busy: await overheads(client, claims, IN_FLIGHT),
    };
  } finally {
    await client.close();
    await database?.close();
    await engine.stop();
    await place.remove();
  }
}

export async function measureWorkers(variants: readonly Variant[]): Promise<Measurement[]> {
  const found = new Map<Variant, Found>();
  for (const variant of variants) {
    if (variant === 'zeebe' || missing(variant) !== undefined) continue;
    found.set(variant, await measureOn(variant));
  }
  const line = (
    name: string,
    of: (one: Found) => readonly number[],
    share: number,
    target = false,
  ): Measurement => {
    const variantsFound = [...found.keys()];
    return {
      name,
      unit: 'ms',
      values: Object.fromEntries([...found].map(([variant, one]) => [variant, percentile(of(one), share)])),
      ...(target && {
        targets: Object.fromEntries(
          variantsFound.map((variant) => [variant, { of: 'value' as const, atMost: TARGET_MILLIS }]),
        ),
      }),
    };
  };
  return [
    line('worker host, one job at a time, p50', ({ alone }) => alone.host, 0.5, true),
    line('worker host, one job at a time, p99', ({ alone }) => alone.host, 0.99),
    line(`worker host, ${IN_FLIGHT} jobs at once, p50`, ({ busy }) => busy.host, 0.5, true),
    line('with the answer to the engine, one job at a time, p50', ({ alone }) => alone.acknowledged, 0.5),
    line(
      `with the answer to the engine, ${IN_FLIGHT} jobs at once, p50`,
      ({ busy }) => busy.acknowledged,
      0.5,
    ),
  ];
}
