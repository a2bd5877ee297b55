/** The read model's tables, as the projector writes them; `migrations/0002-read-model.ts` makes them. */

export type ColumnType = 'bigint' | 'int' | 'text' | 'boolean' | 'json' | 'jsonb';

/**
 * What a later value does to an earlier one. `last`: replaces it, unless null. `first`: leaves it, unless null.
 * `sum`: is added.
 */
export type Merge = 'last' | 'first' | 'sum';

export interface Column {
  readonly type: ColumnType;
  readonly merge: Merge;
}

export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  /** Key columns included. */
  readonly columns: Readonly<Record<string, Column>>;
}

const last = (type: ColumnType): Column => ({ type, merge: 'last' });
const first = (type: ColumnType): Column => ({ type, merge: 'first' });

const ofInstance = {
  process_instance_key: last('bigint'),
  element_id: last('text'),
  element_instance_key: last('bigint'),
};

export const rmProcess: Table = {
  name: 'rm_process',
  key: ['key'],
  columns: {
    key: last('bigint'),
    bpmn_process_id: last('text'),
    version: last('int'),
    version_tag: last('text'),
    name: last('text'),
    letter: last('text'),
    documentation: last('text'),
    startable: last('boolean'),
    start_form_id: last('text'),
    start_form_key: last('text'),
    resource_name: last('text'),
    bpmn_xml: last('text'),
    facts: last('jsonb'),
    deployed_at: first('bigint'),
    deleted_at: last('bigint'),
  },
};

export const rmProcessElement: Table = {
  name: 'rm_process_element',
  key: ['process_key', 'element_id'],
  columns: {
    process_key: last('bigint'),
    element_id: last('text'),
    name: last('text'),
    type: last('text'),
    documentation: last('text'),
    lane: last('text'),
  },
};

export const rmForm: Table = {
  name: 'rm_form',
  key: ['key'],
  columns: {
    key: last('bigint'),
    form_id: last('text'),
    version: last('int'),
    resource_name: last('text'),
    schema: last('json'),
    deployed_at: first('bigint'),
    deleted_at: last('bigint'),
  },
};

export const rmDecisionFile: Table = {
  name: 'rm_decision_file',
  key: ['key'],
  columns: {
    key: last('bigint'),
    decision_requirements_id: last('text'),
    version: last('int'),
    name: last('text'),
    resource_name: last('text'),
    dmn_xml: last('text'),
    deployed_at: first('bigint'),
    deleted_at: last('bigint'),
  },
};

export const rmDecision: Table = {
  name: 'rm_decision',
  key: ['key'],
  columns: {
    key: last('bigint'),
    decision_id: last('text'),
    version: last('int'),
    name: last('text'),
    file_key: last('bigint'),
    deployed_at: first('bigint'),
    deleted_at: last('bigint'),
  },
};

export const rmInstance: Table = {
  name: 'rm_instance',
  key: ['key'],
  columns: {
    key: last('bigint'),
    process_key: last('bigint'),
    bpmn_process_id: last('text'),
    version: last('int'),
    state: last('text'),
    started_at: first('bigint'),
    ended_at: last('bigint'),
    parent_key: last('bigint'),
    parent_element_instance_key: last('bigint'),
    initiator: last('text'),
    case_number: last('text'),
  },
};

export const rmElementInstance: Table = {
  name: 'rm_element_instance',
  key: ['key'],
  columns: {
    key: last('bigint'),
    process_instance_key: last('bigint'),
    process_key: last('bigint'),
    bpmn_process_id: last('text'),
    element_id: last('text'),
    element_type: last('text'),
    event_type: last('text'),
    flow_scope_key: last('bigint'),
    state: last('text'),
    started_at: first('bigint'),
    ended_at: last('bigint'),
  },
};

export const rmSequenceFlow: Table = {
  name: 'rm_sequence_flow',
  key: ['process_instance_key', 'element_id'],
  columns: {
    process_instance_key: last('bigint'),
    element_id: last('text'),
    count: { type: 'bigint', merge: 'sum' },
  },
};

export const rmVariable: Table = {
  name: 'rm_variable',
  key: ['scope_key', 'name'],
  columns: {
    scope_key: last('bigint'),
    name: last('text'),
    process_instance_key: last('bigint'),
    value: last('text'),
  },
};

export const rmJob: Table = {
  name: 'rm_job',
  key: ['key'],
  columns: {
    key: last('bigint'),
    type: last('text'),
    ...ofInstance,
    process_key: last('bigint'),
    bpmn_process_id: last('text'),
    state: last('text'),
    retries: last('int'),
    deadline: last('bigint'),
    worker: last('text'),
    error_code: last('text'),
    error_message: last('text'),
    custom_headers: last('json'),
    created_at: first('bigint'),
    ended_at: last('bigint'),
  },
};

export const rmTask: Table = {
  name: 'rm_task',
  key: ['key'],
  columns: {
    key: last('bigint'),
    job_type: last('text'),
    ...ofInstance,
    process_key: last('bigint'),
    bpmn_process_id: last('text'),
    state: last('text'),
    assignee: last('text'),
    candidate_groups: last('jsonb'),
    candidate_users: last('jsonb'),
    due_date: last('text'),
    follow_up_date: last('text'),
    /** Milliseconds; 0: none, or one that cannot be read. */
    due_at: last('bigint'),
    follow_up_at: last('bigint'),
    priority: last('int'),
    external_form: last('text'),
    form_key: last('text'),
    created_at: first('bigint'),
    ended_at: last('bigint'),
  },
};

export const rmIncident: Table = {
  name: 'rm_incident',
  key: ['key'],
  columns: {
    key: last('bigint'),
    ...ofInstance,
    process_key: last('bigint'),
    bpmn_process_id: last('text'),
    job_key: last('bigint'),
    error_type: last('text'),
    error_message: last('text'),
    state: last('text'),
    created_at: first('bigint'),
    resolved_at: last('bigint'),
  },
};

/** Open timers only. */
export const rmTimer: Table = {
  name: 'rm_timer',
  key: ['key'],
  columns: {
    key: last('bigint'),
    ...ofInstance,
    process_key: last('bigint'),
    due_at: last('bigint'),
    repetitions: last('int'),
  },
};

/** Open subscriptions only. */
export const rmWaitingMessage: Table = {
  name: 'rm_waiting_message',
  key: ['key'],
  columns: {
    key: last('bigint'),
    ...ofInstance,
    bpmn_process_id: last('text'),
    message_name: last('text'),
    correlation_key: last('text'),
    interrupting: last('boolean'),
  },
};

export const tables: readonly Table[] = [
  rmProcess,
  rmProcessElement,
  rmForm,
  rmDecisionFile,
  rmDecision,
  rmInstance,
  rmElementInstance,
  rmSequenceFlow,
  rmVariable,
  rmJob,
  rmTask,
  rmIncident,
  rmTimer,
  rmWaitingMessage,
];
