/** PROCESS_INSTANCE: the life of instances and of their elements, and the sequence flows they took. */
import { z } from 'zod';
import { ValueType, type EngineRecord } from '../../protocol/records';
import type { Changes } from '../changes';
import { handler, optionalKey, wireKey } from '../handler';
import { rmElementInstance, rmInstance, rmSequenceFlow } from '../tables';

const shape = z.object({
  processInstanceKey: wireKey,
  processDefinitionKey: wireKey,
  bpmnProcessId: z.string(),
  version: z.number().int(),
  elementId: z.string(),
  bpmnElementType: z.string(),
  bpmnEventType: z.string().default('UNSPECIFIED'),
  flowScopeKey: optionalKey,
  parentProcessInstanceKey: optionalKey,
  parentElementInstanceKey: optionalKey,
});

type Value = z.output<typeof shape>;

const states: Readonly<Record<string, 'ACTIVE' | 'COMPLETED' | 'TERMINATED'>> = {
  ELEMENT_ACTIVATING: 'ACTIVE',
  ELEMENT_ACTIVATED: 'ACTIVE',
  ELEMENT_COMPLETING: 'ACTIVE',
  ELEMENT_TERMINATING: 'ACTIVE',
  ELEMENT_MIGRATED: 'ACTIVE',
  ELEMENT_COMPLETED: 'COMPLETED',
  ELEMENT_TERMINATED: 'TERMINATED',
};

function lifeOf(record: EngineRecord, ended: boolean) {
  return { started_at: record.timestamp, ended_at: ended ? record.timestamp : null };
}

function applyInstance(record: EngineRecord, value: Value, state: string, changes: Changes): void {
  changes.upsert(rmInstance, {
    key: value.processInstanceKey,
    process_key: value.processDefinitionKey,
    bpmn_process_id: value.bpmnProcessId,
    version: value.version,
    state: state === 'TERMINATED' ? 'CANCELED' : state,
    parent_key: value.parentProcessInstanceKey,
    parent_element_instance_key: value.parentElementInstanceKey,
    ...lifeOf(record, state !== 'ACTIVE'),
  });
}

function applyElement(record: EngineRecord, value: Value, state: string, changes: Changes): void {
  changes.upsert(rmElementInstance, {
    key: String(record.key),
    process_instance_key: value.processInstanceKey,
    process_key: value.processDefinitionKey,
    bpmn_process_id: value.bpmnProcessId,
    element_id: value.elementId,
    element_type: value.bpmnElementType,
    event_type: value.bpmnEventType,
    flow_scope_key: value.flowScopeKey,
    state,
    ...lifeOf(record, state !== 'ACTIVE'),
  });
}

export const processInstanceHandler = handler(ValueType.PROCESS_INSTANCE, shape, (record, value, changes) => {
  if (record.intent === 'SEQUENCE_FLOW_TAKEN') {
    const { processInstanceKey, elementId } = value;
    changes.upsert(rmSequenceFlow, {
      process_instance_key: processInstanceKey,
      element_id: elementId,
      count: 1,
    });
    return;
  }
  const state = states[record.intent];
  if (state === undefined) return;
  if (value.bpmnElementType === 'PROCESS') applyInstance(record, value, state, changes);
  else applyElement(record, value, state, changes);
});
