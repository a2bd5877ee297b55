import type { JobValue } from '../values';
import { NO_KEY } from '../values';
import type { CommandProcessor } from './command-processor';
import { checkJob } from './job-precondition';
import { limitMessage } from './limit-message';

const DEFAULT_MESSAGE = 'No more retries left.';

export const processFailJob: CommandProcessor<'JOB'> = (command, context) => {
  const { state, writers, variables, incidents, jobActivation } = context;
  const job = checkJob('fail', command.key, state.jobs.get(command.key));
  if ('reason' in job) {
    writers.reject(command, job);
    return;
  }
  const { retries = NO_KEY, retryBackoff = 0, errorMessage = '' } = command.value;
  const backsOff = retries > 0 && retryBackoff > 0;
  const value: JobValue = {
    ...job.value,
    retries,
    retryBackoff,
    errorMessage: limitMessage(errorMessage),
    variables: command.value.variables ?? {},
    recurringTime: backsOff ? writers.now + retryBackoff : job.value.recurringTime,
  };
  writers.event('JOB', 'FAILED', job.key, value);
  writers.respond(command, 'FAILED', job.key, value);
  variables.mergeLocal(value.elementInstanceKey, value, value.variables);
  if (retries > 0 && !backsOff) jobActivation.publish(job.key);
  if (retries > 0) return;
  const message = value.errorMessage === '' ? DEFAULT_MESSAGE : value.errorMessage;
  const isListener = value.jobKind === 'EXECUTION_LISTENER';
  const errorType = isListener ? 'EXECUTION_LISTENER_NO_RETRIES' : 'JOB_NO_RETRIES';
  incidents.createForJob(job.key, value, errorType, message);
};
