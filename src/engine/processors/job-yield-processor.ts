import type { CommandProcessor } from './command-processor';
import { checkJob } from './job-precondition';

/** A job that was pushed to a worker which did not take it: others may have it. */
export const processYieldJob: CommandProcessor<'JOB'> = (command, { state, writers }) => {
  const job = checkJob('yield', command.key, state.jobs.get(command.key), ['ACTIVATED']);
  if ('reason' in job) {
    writers.reject(command, job);
    return;
  }
  writers.event('JOB', 'YIELDED', job.key, job.value);
  writers.respond(command, 'YIELDED', job.key, job.value);
  writers.jobsAvailable(job.value.type);
};
