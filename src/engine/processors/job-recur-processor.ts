import type { Job } from '../state/job-state';
import type { CommandProcessor } from './command-processor';

export const processRecurJob: CommandProcessor<'JOB'> = (command, { state, writers, jobActivation }) => {
  const job = state.jobs.get(command.key);
  if (job?.status === 'FAILED' && job.value.recurringTime < writers.now) {
    const { key, value } = job;
    writers.event('JOB', 'RECURRED_AFTER_BACKOFF', key, value);
    writers.respond(command, 'RECURRED_AFTER_BACKOFF', key, value);
    jobActivation.publish(key);
    return;
  }
  const reason = `Expected to back off failed job with key '${command.key}', but ${describe(job)}`;
  writers.reject(command, { type: 'NOT_FOUND', reason });
};

function describe(job: Job | undefined): string {
  switch (job?.status) {
    case 'ACTIVATABLE':
      return 'it is already activable';
    case 'ACTIVATED':
      return 'it is already activated';
    case 'ERROR_THROWN':
      return 'it is in error state';
    default:
      return 'no such job was found';
  }
}
