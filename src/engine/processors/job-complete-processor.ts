import type { CommandProcessor } from './command-processor';
import { checkJob } from './job-precondition';

export const processCompleteJob: CommandProcessor<'JOB'> = (command, { state, writers, eventHandle }) => {
  const job = checkJob('complete', command.key, state.jobs.get(command.key));
  if ('reason' in job) {
    writers.reject(command, job);
    return;
  }
  const value = { ...job.value, variables: command.value.variables ?? {} };
  writers.event('JOB', 'COMPLETED', job.key, value);
  const element = state.elements.get(value.elementInstanceKey);
  if (value.jobKind === 'EXECUTION_LISTENER') {
    if (element !== undefined) {
      // Zeebe keeps no events for parallel gateways: the variables are lost.
      if (element.value.bpmnElementType !== 'PARALLEL_GATEWAY') eventHandle.triggeringByJob(value);
      writers.command('PROCESS_INSTANCE', 'COMPLETE_EXECUTION_LISTENER', element.key, element.value);
    }
    writers.respond(command, 'COMPLETED', job.key, value);
    return;
  }
  const scope = element && state.elements.get(element.parentKey);
  if (element !== undefined && scope?.state === 'ELEMENT_ACTIVATED') {
    eventHandle.triggeringByJob(value);
    writers.command('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', element.key, element.value);
  }
  writers.respond(command, 'COMPLETED', job.key, value);
};
