/** JOB: every job; those of user tasks, and those that people may have to do by hand, are the inbox too. */
import { z } from 'zod';
import { USER_TASK_JOB_TYPE, UserTaskHeader, ValueType } from '../../protocol/records';
import { handler, wireKey } from '../handler';
import { rmJob, rmTask } from '../tables';
import { dateColumns } from '../task-dates';

const shape = z.object({
  type: z.string(),
  processInstanceKey: wireKey,
  processDefinitionKey: wireKey,
  bpmnProcessId: z.string(),
  elementId: z.string(),
  elementInstanceKey: wireKey,
  retries: z.number().int(),
  deadline: z.number().int().default(-1),
  worker: z.string().default(''),
  errorCode: z.string().default(''),
  errorMessage: z.string().default(''),
  customHeaders: z.record(z.string(), z.string()).default({}),
});

type Value = z.output<typeof shape>;

/** By intent; an intent that is not here leaves the state as it is. */
const states: Readonly<Record<string, string>> = {
  CREATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  CANCELED: 'CANCELED',
  FAILED: 'FAILED',
  TIMED_OUT: 'TIMED_OUT',
  RECURRED_AFTER_BACKOFF: 'CREATED',
  YIELDED: 'CREATED',
  ERROR_THROWN: 'ERROR_THROWN',
};

const taskStates: Readonly<Record<string, string>> = {
  CREATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  CANCELED: 'CANCELED',
  ERROR_THROWN: 'CANCELED',
};

/** A person who does a service task by hand may end it by one of its errors: that is done, not cancelled. */
function taskStateOf(type: string, intent: string): string | undefined {
  if (intent === 'ERROR_THROWN' && type !== USER_TASK_JOB_TYPE) return 'COMPLETED';
  return taskStates[intent];
}

/** Element id that Zeebe gives a job whose error nobody caught: the job stays, with an incident. */
const UNCAUGHT = 'NO_CATCH_EVENT_FOUND';

const namesShape = z.array(z.string());

/** A header that holds a JSON array of names, as JSON text; anything else is an empty list. */
function nameList(header: string | undefined): string {
  if (header === undefined) return '[]';
  try {
    return JSON.stringify(namesShape.parse(JSON.parse(header)));
  } catch {
    return '[]';
  }
}

/** Header of a service task: who does it by hand while no connector does, comma-separated groups. */
const BY_HAND_GROUPS = 'candidateGroups';

function byHandGroups({ customHeaders }: Value): readonly string[] {
  const groups = (customHeaders[BY_HAND_GROUPS] ?? '').split(',').map((group) => group.trim());
  return groups.filter((group) => group !== '');
}

const nobody = {
  assignee: null,
  candidate_users: '[]',
  ...dateColumns('', ''),
  form_key: null,
};

function taskColumns(value: Value) {
  if (value.type === USER_TASK_JOB_TYPE) return userTaskColumns(value);
  const groups = byHandGroups(value);
  return groups.length === 0 ? null : { ...nobody, candidate_groups: JSON.stringify(groups) };
}

function userTaskColumns({ customHeaders }: Value) {
  return {
    assignee: customHeaders[UserTaskHeader.ASSIGNEE] || null,
    candidate_groups: nameList(customHeaders[UserTaskHeader.CANDIDATE_GROUPS]),
    candidate_users: nameList(customHeaders[UserTaskHeader.CANDIDATE_USERS]),
    ...dateColumns(
      customHeaders[UserTaskHeader.DUE_DATE] ?? '',
      customHeaders[UserTaskHeader.FOLLOW_UP_DATE] ?? '',
    ),
    form_key: customHeaders[UserTaskHeader.FORM_KEY] || null,
  };
}

export const jobHandler = handler(ValueType.JOB, shape, (record, value, changes) => {
  const uncaught = value.elementId === UNCAUGHT;
  const taskState = uncaught ? null : taskStateOf(value.type, record.intent);
  const ended = taskState === 'COMPLETED' || taskState === 'CANCELED';
  const shared = {
    key: String(record.key),
    process_instance_key: value.processInstanceKey,
    process_key: value.processDefinitionKey,
    bpmn_process_id: value.bpmnProcessId,
    element_id: uncaught ? null : value.elementId,
    element_instance_key: value.elementInstanceKey,
    created_at: record.timestamp,
    ended_at: ended ? record.timestamp : null,
  };
  changes.upsert(rmJob, {
    ...shared,
    type: value.type,
    state: states[record.intent],
    retries: value.retries,
    deadline: value.deadline,
    worker: value.worker,
    error_code: value.errorCode,
    error_message: value.errorMessage,
    custom_headers: JSON.stringify(value.customHeaders),
  });
  const columns = taskColumns(value);
  if (columns === null) return;
  changes.upsert(rmTask, { ...shared, ...columns, job_type: value.type, state: taskState });
});
