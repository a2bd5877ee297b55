import type { Job } from '../state/job-state';
import type { CommandProcessor } from './command-processor';

export const processTimeOutJob: CommandProcessor<'JOB'> = (command, { state, writers, jobActivation }) => {
  const job = state.jobs.get(command.key);
  if (job?.status === 'ACTIVATED' && job.value.deadline < writers.now) {
    const { key, value } = job;
    writers.event('JOB', 'TIMED_OUT', key, value);
    writers.respond(command, 'TIMED_OUT', key, value);
    jobActivation.publish(key);
    return;
  }
  const reason = `Expected to time out activated job with key '${command.key}', but ${describe(job)}`;
  writers.reject(command, { type: 'NOT_FOUND', reason });
};

function describe(job: Job | undefined): string {
  switch (job?.status) {
    case 'ACTIVATED':
      return 'it has not timed out';
    case 'ACTIVATABLE':
      return 'it must be activated first';
    case 'FAILED':
      return 'it is marked as failed and is not activated';
    case 'ERROR_THROWN':
      return 'it has thrown an error and is not activated';
    case undefined:
      return 'no such job was found';
  }
}
