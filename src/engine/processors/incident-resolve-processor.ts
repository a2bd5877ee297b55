import type { Rejection } from '../failure';
import type { IncidentValue } from '../values';
import type { CommandEntry } from '../command-entry';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { processActivateElement } from './process-instance-activate-element-processor';
import { processCompleteElement } from './process-instance-complete-element-processor';

/** Repeats the step that failed, or gives the job back to its workers. */
export const processResolveIncident: CommandProcessor<'INCIDENT'> = (command, context) => {
  const { state, writers, jobActivation } = context;
  const incident = state.incidents.get(command.key);
  const rejection = refuse(command.key, incident?.value, context);
  if (incident === undefined || rejection !== undefined) {
    if (rejection !== undefined) writers.reject(command, rejection);
    return;
  }
  writers.event('INCIDENT', 'RESOLVED', incident.key, incident.value);
  writers.respond(command, 'RESOLVED', incident.key, incident.value);
  const { jobKey } = incident.value;
  if (jobKey <= 0) repeatStep(command, incident.value, context);
  else jobActivation.publish(jobKey);
};

/** Zeebe answers NOT_FOUND also when the job has no retries left. */
function refuse(
  key: number,
  incident: IncidentValue | undefined,
  { state }: ProcessorContext,
): Rejection | undefined {
  if (incident === undefined) {
    const reason = `Expected to resolve incident with key '${key}', but no such incident was found`;
    return { type: 'NOT_FOUND', reason };
  }
  const { jobKey } = incident;
  if (jobKey <= 0 || (state.jobs.get(jobKey)?.value.retries ?? 0) > 0) return undefined;
  const reason =
    `Expected to resolve incident with key '${key}', but job with key '${jobKey}' has no retries left. ` +
    'Please update the job retries and retry resolving the incident';
  return { type: 'NOT_FOUND', reason };
}

function repeatStep(command: CommandEntry, incident: IncidentValue, context: ProcessorContext): void {
  const element = context.state.elements.get(incident.elementInstanceKey);
  const repeat = element && {
    position: command.position,
    valueType: 'PROCESS_INSTANCE' as const,
    key: element.key,
    value: element.value,
  };
  if (repeat !== undefined && element?.state === 'ELEMENT_ACTIVATING') {
    processActivateElement({ ...repeat, intent: 'ACTIVATE_ELEMENT' }, context);
  } else if (repeat !== undefined && element?.state === 'ELEMENT_COMPLETING') {
    processCompleteElement({ ...repeat, intent: 'COMPLETE_ELEMENT' }, context);
  } else {
    throw new Error(
      `Expected to continue after incident of element instance ${incident.elementInstanceKey}, ` +
        `but it is in state ${element?.state ?? 'none'}`,
    );
  }
}
