/** INCIDENT: what stopped an instance, until resolved. */
import { z } from 'zod';
import { ValueType } from '../../protocol/records';
import { handler, optionalKey, wireKey } from '../handler';
import { rmIncident } from '../tables';

const shape = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  processInstanceKey: wireKey,
  processDefinitionKey: wireKey,
  bpmnProcessId: z.string(),
  elementId: z.string(),
  elementInstanceKey: wireKey,
  jobKey: optionalKey,
});

const states: Readonly<Record<string, string>> = { CREATED: 'CREATED', RESOLVED: 'RESOLVED' };

export const incidentHandler = handler(ValueType.INCIDENT, shape, (record, value, changes) => {
  const state = states[record.intent];
  changes.upsert(rmIncident, {
    key: String(record.key),
    process_instance_key: value.processInstanceKey,
    process_key: value.processDefinitionKey,
    bpmn_process_id: value.bpmnProcessId,
    element_id: value.elementId,
    element_instance_key: value.elementInstanceKey,
    job_key: value.jobKey,
    error_type: value.errorType,
    error_message: value.errorMessage,
    state,
    created_at: record.timestamp,
    resolved_at: state === 'RESOLVED' ? record.timestamp : null,
  });
});
