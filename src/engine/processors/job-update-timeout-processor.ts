import type { CommandProcessor } from './command-processor';

export const processUpdateTimeout: CommandProcessor<'JOB'> = (command, { state, writers }) => {
  const job = state.jobs.get(command.key);
  if (job === undefined) {
    const reason = `Expected to update job with key '${command.key}', but no such job was found`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  if (job.status !== 'ACTIVATED') {
    const reason = `Expected to update the timeout of job with key '${command.key}', but it is not active`;
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  const value = { ...job.value, deadline: writers.now + (command.value.timeout ?? 0) };
  writers.event('JOB', 'TIMEOUT_UPDATED', job.key, value);
  writers.respond(command, 'TIMEOUT_UPDATED', job.key, value);
};
