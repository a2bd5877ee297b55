import { findErrorCatchEvent } from '../behaviors/catch-event-analyzer';
import { NO_CATCH_EVENT_FOUND } from '../behaviors/uncaught-error';
import { Failure } from '../failure';
import type { CommandProcessor } from './command-processor';
import { checkJob } from './job-precondition';
import { limitMessage } from './limit-message';

export const processThrowError: CommandProcessor<'JOB'> = (command, context) => {
  const { state, writers, incidents, eventHandle } = context;
  const job = checkJob('throw an error for', command.key, state.jobs.get(command.key));
  if ('reason' in job) {
    writers.reject(command, job);
    return;
  }
  const { jobKind, type, processInstanceKey } = job.value;
  if (jobKind !== 'BPMN_ELEMENT') {
    const reason =
      `Cannot throw BPMN error from ${jobKind} job with key '${job.key}', type '${type}' and processInstanceKey ` +
      `'${processInstanceKey}'`;
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  const { errorCode = '', errorMessage = '', variables = {} } = command.value;
  const thrown = { ...job.value, errorCode, errorMessage: limitMessage(errorMessage), variables };
  const element = state.elements.get(job.value.elementInstanceKey);
  const caught = findErrorCatchEvent(state, errorCode, element, thrown.errorMessage);
  if (caught instanceof Failure) {
    const value = { ...thrown, elementId: NO_CATCH_EVENT_FOUND };
    writers.event('JOB', 'ERROR_THROWN', job.key, value);
    incidents.createForJob(job.key, value, 'UNHANDLED_ERROR_EVENT', caught.message);
    writers.respond(command, 'ERROR_THROWN', job.key, value);
    return;
  }
  if (!eventHandle.canTrigger(caught.scope, caught.event.id)) {
    const reason = `Expected to find event scope that is accepting events, but was '${caught.scope.key}'`;
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  writers.event('JOB', 'ERROR_THROWN', job.key, thrown);
  eventHandle.activateElement(caught.event, caught.scope, variables);
  writers.respond(command, 'ERROR_THROWN', job.key, thrown);
};
