/**
 * The worker host in a process of its own: `worker.js ADDRESS JOBS`. Jobs come one at a time; what counts is the time
 * from the job's arrival until the engine has its outcome, without the handler's own.
 */
import pino from 'pino';
import { z } from 'zod';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { startWorkers } from '../../src/workers/host/host';
import { defineWorker, type WorkerServices } from '../../src/workers/services';
import { resources } from '../load/processes';
import type { FromWorker } from './messages';

const WARM_UP = 50;
const [, , address = '', jobs = '0'] = process.argv;
const logger = pino({ level: 'error' });

interface Watched {
  arrived: number;
  handled: number;
}

async function measure(client: ZeebeClient, count: number): Promise<number[]> {
  const watched = new Map<string, Watched>();
  const overheads: number[] = [];
  let answered: () => void = () => undefined;
  const worker = defineWorker({
    type: 'w1-work',
    description: 'Ne fait rien.',
    input: z.looseObject({}),
    output: z.strictObject({}),
    errors: [],
    async handle(_input, job) {
      const began = performance.now();
      await new Promise(setImmediate);
      const seen = watched.get(job.jobKey);
      if (seen !== undefined) seen.handled = performance.now() - began;
      return {};
    },
  });
  const observed: Pick<ZeebeClient, 'createWorker'> = {
    createWorker: (type, handler, options) =>
      client.createWorker(
        type,
        (job) => {
          watched.set(job.key, { arrived: performance.now(), handled: 0 });
          return handler(job);
        },
        {
          ...options,
          onAnswered(job) {
            options?.onAnswered?.(job);
            const seen = watched.get(job.key);
            if (seen !== undefined) overheads.push(performance.now() - seen.arrived - seen.handled);
            watched.delete(job.key);
            answered();
          },
        },
      ),
  };
  const services = {} as WorkerServices; // The worker uses none.
  const running = await startWorkers({ client: observed, services, logger, workers: [worker] });
  for (let n = 0; n < count; n += 1) {
    const done = new Promise<void>((resolve) => (answered = resolve));
    await client.createProcessInstance({ bpmnProcessId: 'bench-w1', variables: {} });
    await done;
  }
  await running.stop();
  return overheads;
}

async function run(): Promise<FromWorker> {
  const client = createZeebeClient({ address, logger });
  try {
    const w1 = resources.filter(({ name }) => name.includes('w1'));
    await client.deploy(w1.map(({ name, content }) => ({ name, content })));
    return { overheads: (await measure(client, Number(jobs) + WARM_UP)).slice(WARM_UP) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await client.close();
  }
}

void run().then((message) => process.send?.(message, () => process.exit(0)));
