import type { CommandProcessor } from './command-processor';

export const processUpdateRetries: CommandProcessor<'JOB'> = (command, { state, writers }) => {
  const job = state.jobs.get(command.key);
  if (job === undefined) {
    const reason = `Expected to update job with key '${command.key}', but no such job was found`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  const { retries = 0 } = command.value;
  if (retries < 1) {
    const reason =
      `Expected to update retries for job with key '${command.key}' with a positive amount of retries, ` +
      `but the amount given was '${retries}'`;
    writers.reject(command, { type: 'INVALID_ARGUMENT', reason });
    return;
  }
  const value = { ...job.value, retries };
  writers.event('JOB', 'RETRIES_UPDATED', job.key, value);
  writers.respond(command, 'RETRIES_UPDATED', job.key, value);
};
