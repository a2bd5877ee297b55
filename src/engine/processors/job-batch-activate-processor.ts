import { printJson } from '../../json';
import type { Rejection } from '../failure';
import type { Job } from '../state/job-state';
import type { JobBatchValue, JobValue } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';

/** Characters of variables in one answer: what gRPC lets through by default, with room for the rest. */
const MAX_SIZE = 4 * 1024 * 1024 - 64 * 1024;

export const processActivateJobs: CommandProcessor<'JOB_BATCH'> = (command, context) => {
  const { writers } = context;
  const request: JobBatchValue = {
    type: command.value.type ?? '',
    worker: command.value.worker ?? '',
    timeout: command.value.timeout ?? 0,
    maxJobsToActivate: command.value.maxJobsToActivate ?? 0,
    variables: command.value.variables ?? [],
    tenantIds: command.value.tenantIds ?? [],
    jobKeys: [],
    jobs: [],
    truncated: false,
  };
  const rejection = refuse(request);
  if (rejection !== undefined) {
    writers.reject(command, rejection);
    return;
  }
  const batch = collect(request, context);
  if (batch.jobKeys.length === 0) {
    // Nothing changes, so nothing has to be made durable.
    writers.respond(command, 'ACTIVATED', command.key, batch);
    return;
  }
  const key = writers.nextKey();
  writers.event('JOB_BATCH', 'ACTIVATED', key, batch);
  writers.respond(command, 'ACTIVATED', key, batch);
};

function collect(request: JobBatchValue, context: ProcessorContext): JobBatchValue {
  const jobKeys: number[] = [];
  const jobs: JobValue[] = [];
  let size = 0;
  for (const job of context.state.jobs.activatableOf(request.type, request.maxJobsToActivate)) {
    const variables = context.state.variables.document(job.value.elementInstanceKey, request.variables);
    const length = printJson(variables).length;
    if (size + length > MAX_SIZE) {
      if (jobs.length === 0) refuseLargeJob(job, length, context);
      return { ...request, jobKeys, jobs, truncated: true };
    }
    size += length;
    jobKeys.push(job.key);
    const deadline = context.writers.now + request.timeout;
    jobs.push({ ...job.value, deadline, worker: request.worker, variables });
  }
  return { ...request, jobKeys, jobs };
}

function refuseLargeJob(job: Job, size: number, { incidents }: ProcessorContext): void {
  const message =
    `The job with key '${job.key}' can not be activated, because with ${(size / 1024 / 1024).toFixed(1)} MB it is ` +
    'larger than the configured message size (per default is 4 MB). Try to reduce the size by reducing the number ' +
    'of fetched variables or modifying the variable values.';
  incidents.createForJob(job.key, job.value, 'MESSAGE_SIZE_EXCEEDED', message);
}

function refuse({ maxJobsToActivate, timeout, type }: JobBatchValue): Rejection | undefined {
  if (maxJobsToActivate < 1) {
    return invalid('max jobs to activate', 'greater than zero', `'${maxJobsToActivate}'`);
  }
  if (timeout < 1) return invalid('timeout', 'greater than zero', `'${timeout}'`);
  return type === '' ? invalid('type', 'present', 'blank') : undefined;
}

function invalid(what: string, expected: string, actual: string): Rejection {
  const reason = `Expected to activate job batch with ${what} to be ${expected}, but it was ${actual}`;
  return { type: 'INVALID_ARGUMENT', reason };
}
