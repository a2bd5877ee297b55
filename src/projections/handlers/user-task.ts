/** USER_TASK: tasks that the engine keeps itself; in the inbox beside those that are jobs. */
import { z } from 'zod';
import { NATIVE_USER_TASK, ValueType } from '../../protocol/records';
import { handler, optionalKey, wireKey } from '../handler';
import { rmTask } from '../tables';
import { dateColumns } from '../task-dates';

const names = z.array(z.string()).nullish();

const shape = z.object({
  userTaskKey: wireKey,
  processInstanceKey: wireKey,
  processDefinitionKey: wireKey,
  bpmnProcessId: z.string(),
  elementId: z.string(),
  elementInstanceKey: wireKey,
  assignee: z.string().nullish(),
  candidateGroupsList: names,
  candidateUsersList: names,
  dueDate: z.string().nullish(),
  followUpDate: z.string().nullish(),
  formKey: optionalKey.default(null),
  externalFormReference: z.string().nullish(),
  priority: z.number().int().nullish(),
});

/** By intent; an intent that is not here leaves the state as it is. Those in -ING say what may still be refused. */
const states: Readonly<Record<string, string>> = {
  CREATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  CANCELED: 'CANCELED',
};

const DEFAULT_PRIORITY = 50;

export const userTaskHandler = handler(ValueType.USER_TASK, shape, (record, value, changes) => {
  if (record.intent.endsWith('ING')) return;
  const state = states[record.intent];
  const ended = state === 'COMPLETED' || state === 'CANCELED';
  changes.upsert(rmTask, {
    key: value.userTaskKey,
    job_type: NATIVE_USER_TASK,
    process_instance_key: value.processInstanceKey,
    process_key: value.processDefinitionKey,
    bpmn_process_id: value.bpmnProcessId,
    element_id: value.elementId,
    element_instance_key: value.elementInstanceKey,
    state,
    // '' takes an earlier assignee away, where null would leave it.
    assignee: value.assignee ?? '',
    candidate_groups: JSON.stringify(value.candidateGroupsList ?? []),
    candidate_users: JSON.stringify(value.candidateUsersList ?? []),
    ...dateColumns(value.dueDate ?? '', value.followUpDate ?? ''),
    priority: value.priority ?? DEFAULT_PRIORITY,
    external_form: value.externalFormReference ?? '',
    form_key: value.formKey,
    created_at: record.timestamp,
    ended_at: ended ? record.timestamp : null,
  });
});
