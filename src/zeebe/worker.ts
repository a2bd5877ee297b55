/** A worker of one job type on zeebe-node's polling, with our answers, errors and close. */
import type { ZBClient, ZBWorker, ZeebeJob } from 'zeebe-node';
import type { Logger } from '../kit/logger';
import { hasExactNumbers, parseJson } from '../json';
import type { ActivatedJob, JobHandler, JobOutcome, Variables, WorkerOptions, ZeebeWorker } from './api';
import { DEFAULT_LONG_POLL_MILLIS, DEFAULT_POLL_INTERVAL_MILLIS } from './connection';
import { EngineNotFoundError } from './errors';
import { createLimit, type Limit } from './limit';

const DEFAULT_MAX_JOBS = 32;
const DEFAULT_TIMEOUT_MILLIS = 60_000;

/** How the worker's outcomes reach the engine. */
export interface JobAnswers {
  answer(job: ActivatedJob, outcome: JobOutcome): Promise<void>;
}

export interface WorkerParts {
  readonly client: ZBClient;
  readonly answers: JobAnswers;
  readonly logger: Logger;
}

/** Of a job; as `keepNumbers` handed them on. */
function variablesOf(variables: unknown): Variables {
  return (typeof variables === 'string' ? parseJson(variables) : variables) as Variables;
}

interface JobsReply {
  readonly jobs: { variables: string }[];
}

interface PollStream {
  on?(event: 'data', listener: (reply: JobsReply) => void): void;
}

/**
 * zeebe-node reads variables by JSON.parse as soon as jobs come. Where that would change numbers it gets the text of the
 * text, and what it hands on is the text itself.
 */
function keepNumbers(worker: object): void {
  const { grpcClient } = worker as {
    grpcClient: { activateJobsStream(request: object): Promise<PollStream> };
  };
  const poll = grpcClient.activateJobsStream.bind(grpcClient);
  grpcClient.activateJobsStream = async (request) => {
    const stream = await poll(request);
    stream.on?.('data', ({ jobs }) => {
      for (const job of jobs)
        if (hasExactNumbers(job.variables)) job.variables = JSON.stringify(job.variables);
    });
    return stream;
  };
}

function toActivatedJob(job: ZeebeJob): ActivatedJob {
  const { processDefinitionKey = '' } = job as { processDefinitionKey?: string };
  return {
    key: job.key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    processDefinitionKey,
    processDefinitionVersion: job.processDefinitionVersion,
    bpmnProcessId: job.bpmnProcessId,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    customHeaders: job.customHeaders as Readonly<Record<string, string>>,
    variables: variablesOf(job.variables),
    retries: job.retries,
    deadline: Number(job.deadline),
    worker: job.worker,
  };
}

function failure(error: unknown): JobOutcome {
  return { kind: 'fail', errorMessage: error instanceof Error ? error.message : String(error) };
}

async function work(job: ActivatedJob, handler: JobHandler, parts: WorkerParts): Promise<void> {
  const { answers, logger } = parts;
  const about = { jobType: job.type, jobKey: job.key, processInstanceKey: job.processInstanceKey };
  const outcome = await handler(job).catch((error: unknown) => {
    logger.warn({ ...about, err: error }, 'job handler threw; the job fails');
    return failure(error);
  });
  try {
    await answers.answer(job, outcome);
  } catch (error) {
    if (error instanceof EngineNotFoundError) logger.info(about, `job is gone: ${error.reason}`);
    else
      logger.error({ ...about, err: error }, 'job was not answered; its lease runs out and it comes again');
  }
}

/** What zeebe-node keeps of a poll: a gRPC stream. */
interface JobStream {
  cancel(): void;
  emit(event: 'end'): boolean;
}

/**
 * zeebe-node leaves the stream of a closing worker open, and the gateway would go on leasing jobs to it: cancel it,
 * and tell zeebe-node that it ended, for it swallows the cancellation and keeps a timer running.
 */
function dropStream(worker: object): void {
  const { jobStream } = worker as { jobStream?: JobStream };
  jobStream?.cancel();
  jobStream?.emit('end');
}

async function closeWorker(worker: ZBWorker<object, object, object>): Promise<void> {
  const closed = worker.close();
  dropStream(worker);
  await new Promise(setImmediate); // a poll under way may have opened one more
  dropStream(worker);
  await closed;
}

const FIRST_PAUSE_MILLIS = 100;
const LONGEST_PAUSE_MILLIS = 5000;

/** zeebe-node polls on at full speed when the gateway refuses or is away: let it pause, longer each time. */
function pauseOnErrors(worker: ZBWorker<object, object, object>): void {
  const polling = worker as unknown as { stalled: boolean };
  let pause = 0;
  worker.grpcClient.on('ready', () => (pause = 0));
  worker.grpcClient.on('connectionError', () => {
    if (polling.stalled) return;
    polling.stalled = true;
    pause = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pause * 2));
    setTimeout(() => (polling.stalled = false), pause).unref();
  });
}

export function startWorker(
  type: string,
  handler: JobHandler,
  options: WorkerOptions,
  parts: WorkerParts,
): ZeebeWorker {
  const maxJobsToActivate = options.maxJobsToActivate ?? options.concurrency ?? DEFAULT_MAX_JOBS;
  const limit: Limit = createLimit(options.concurrency ?? maxJobsToActivate);
  const worker = parts.client.createWorker<object, object, object>({
    id: options.name ?? type,
    taskType: type,
    maxJobsToActivate,
    timeout: options.timeoutMillis ?? DEFAULT_TIMEOUT_MILLIS,
    pollInterval: options.pollIntervalMillis ?? DEFAULT_POLL_INTERVAL_MILLIS,
    longPoll: options.longPollMillis ?? DEFAULT_LONG_POLL_MILLIS,
    ...(options.fetchVariables && { fetchVariable: [...options.fetchVariables] as never[] }),
    taskHandler: async (job) => {
      const activated = toActivatedJob(job);
      await limit(() => work(activated, handler, parts));
      options.onAnswered?.(activated);
      return job.forward();
    },
  });
  pauseOnErrors(worker);
  keepNumbers(worker);
  let closing: Promise<void> | undefined;
  return { type, close: () => (closing ??= closeWorker(worker)) };
}
