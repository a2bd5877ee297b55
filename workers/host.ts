/** The worker host: registers every worker on the gateway and turns what it does into the job's outcome. */
import type { Logger } from 'pino';
import type { ActivatedJob, JobOutcome, ZeebeClient } from '../src/zeebe';
import { isConnected } from './host/by-hand';
import { findWorkers } from './host/registry';
import { runJob } from './host/run-job';
import type { Worker, WorkerServices } from './services';

export interface StartWorkersOptions {
  readonly client: Pick<ZeebeClient, 'createWorker'>;
  readonly services: WorkerServices;
  readonly logger: Logger;
  /** Only these job types; unset: all. */
  readonly types?: readonly string[];
  /** Unset: those of the folder. */
  readonly workers?: readonly Worker[];
}

export interface RunningWorkers {
  readonly types: readonly string[];
  /** Takes no more jobs, and resolves when those in hand are answered. */
  stop(): Promise<void>;
}

/** Handlers of one type at once; the jobs in hand beyond it wait their turn well within their time limit. */
const concurrency = 8;
const jobTimeoutMillis = 60_000;

/** Throws when `types` names a job type that no worker has. */
export async function startWorkers(options: StartWorkersOptions): Promise<RunningWorkers> {
  const selected = select(options.workers ?? findWorkers(), options.types).filter((worker) =>
    isConnected(worker, options.services),
  );
  const started = selected.map((worker) =>
    options.client.createWorker(worker.type, handlerOf(worker, options), {
      maxJobsToActivate: concurrency,
      concurrency,
      timeoutMillis: jobTimeoutMillis,
    }),
  );
  const types = selected.map((worker) => worker.type);
  options.logger.info({ types }, 'workers started');
  let stopping: Promise<unknown> | undefined;
  return {
    types,
    async stop() {
      stopping ??= Promise.all(started.map((worker) => worker.close()));
      await stopping;
    },
  };
}

/** A job that comes again while it is still being worked on joins the work under way. */
function handlerOf(worker: Worker, { services, logger }: StartWorkersOptions) {
  const running = new Map<string, Promise<JobOutcome>>();
  return (job: ActivatedJob): Promise<JobOutcome> => {
    const underway = running.get(job.key);
    if (underway !== undefined) return underway;
    const work = runJob(worker, job, services, logger, new AbortController().signal).finally(() =>
      running.delete(job.key),
    );
    running.set(job.key, work);
    return work;
  };
}

function select(workers: readonly Worker[], types: readonly string[] | undefined): readonly Worker[] {
  if (types === undefined) return workers;
  const known = workers.map((worker) => worker.type);
  const unknown = types.filter((type) => !known.includes(type));
  if (unknown.length > 0) {
    throw new Error(`Expected worker types among ${known.join(', ')}, but got ${unknown.join(', ')}`);
  }
  return workers.filter((worker) => types.includes(worker.type));
}
