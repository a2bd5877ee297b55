/**
 * The read model: what the projector makes of the records. Every table can be emptied and made anew from `record`.
 * Columns may be null where a record of the middle of a life can come first. Times are milliseconds since the epoch.
 */
import type { Knex } from 'knex';

const statements = [
  `CREATE TABLE rm_process (
    key bigint PRIMARY KEY,
    bpmn_process_id text,
    version int,
    version_tag text,
    name text,
    letter text,
    documentation text,
    startable boolean,
    start_form_id text,
    start_form_key text,
    resource_name text,
    bpmn_xml text,
    deployed_at bigint,
    deleted_at bigint
  )`,
  'CREATE INDEX rm_process_latest ON rm_process (bpmn_process_id, version DESC)',
  `CREATE TABLE rm_process_element (
    process_key bigint NOT NULL,
    element_id text NOT NULL,
    name text,
    type text,
    documentation text,
    lane text,
    PRIMARY KEY (process_key, element_id)
  )`,
  `CREATE TABLE rm_form (
    key bigint PRIMARY KEY,
    form_id text,
    version int,
    resource_name text,
    schema json,
    deployed_at bigint,
    deleted_at bigint
  )`,
  'CREATE INDEX rm_form_latest ON rm_form (form_id, version DESC)',
  `CREATE TABLE rm_instance (
    key bigint PRIMARY KEY,
    process_key bigint,
    bpmn_process_id text,
    version int,
    state text,
    started_at bigint,
    ended_at bigint,
    parent_key bigint,
    parent_element_instance_key bigint,
    initiator text,
    case_number text
  )`,
  'CREATE INDEX rm_instance_order ON rm_instance (started_at DESC, key DESC)',
  'CREATE INDEX rm_instance_process ON rm_instance (bpmn_process_id, state)',
  'CREATE INDEX rm_instance_initiator ON rm_instance (initiator)',
  'CREATE INDEX rm_instance_case_number ON rm_instance (case_number)',
  `CREATE TABLE rm_element_instance (
    key bigint PRIMARY KEY,
    process_instance_key bigint,
    process_key bigint,
    bpmn_process_id text,
    element_id text,
    element_type text,
    event_type text,
    flow_scope_key bigint,
    state text,
    started_at bigint,
    ended_at bigint
  )`,
  'CREATE INDEX rm_element_instance_instance ON rm_element_instance (process_instance_key)',
  'CREATE INDEX rm_element_instance_element ON rm_element_instance (bpmn_process_id, element_id, state)',
  `CREATE TABLE rm_sequence_flow (
    process_instance_key bigint NOT NULL,
    element_id text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (process_instance_key, element_id)
  )`,
  `CREATE TABLE rm_variable (
    scope_key bigint NOT NULL,
    name text NOT NULL,
    process_instance_key bigint,
    value text,
    PRIMARY KEY (scope_key, name)
  )`,
  'CREATE INDEX rm_variable_instance ON rm_variable (process_instance_key)',
  `CREATE TABLE rm_job (
    key bigint PRIMARY KEY,
    type text,
    process_instance_key bigint,
    process_key bigint,
    bpmn_process_id text,
    element_id text,
    element_instance_key bigint,
    state text,
    retries int,
    deadline bigint,
    worker text,
    error_code text,
    error_message text,
    custom_headers json,
    created_at bigint,
    ended_at bigint
  )`,
  'CREATE INDEX rm_job_instance ON rm_job (process_instance_key)',
  'CREATE INDEX rm_job_type ON rm_job (type, state)',
  `CREATE TABLE rm_task (
    key bigint PRIMARY KEY,
    process_instance_key bigint,
    process_key bigint,
    bpmn_process_id text,
    element_id text,
    element_instance_key bigint,
    state text,
    assignee text,
    candidate_groups jsonb,
    candidate_users jsonb,
    due_date text,
    follow_up_date text,
    form_key text,
    created_at bigint,
    ended_at bigint
  )`,
  'CREATE INDEX rm_task_order ON rm_task (state, created_at, key)',
  'CREATE INDEX rm_task_instance ON rm_task (process_instance_key)',
  'CREATE INDEX rm_task_groups ON rm_task USING gin (candidate_groups jsonb_path_ops)',
  `CREATE TABLE rm_incident (
    key bigint PRIMARY KEY,
    process_instance_key bigint,
    process_key bigint,
    bpmn_process_id text,
    element_id text,
    element_instance_key bigint,
    job_key bigint,
    error_type text,
    error_message text,
    state text,
    created_at bigint,
    resolved_at bigint
  )`,
  `CREATE INDEX rm_incident_open ON rm_incident (process_instance_key) WHERE state = 'CREATED'`,
  'CREATE INDEX rm_incident_order ON rm_incident (created_at DESC, key DESC)',
  `CREATE TABLE rm_timer (
    key bigint PRIMARY KEY,
    process_instance_key bigint,
    process_key bigint,
    element_id text,
    element_instance_key bigint,
    due_at bigint,
    repetitions int
  )`,
  'CREATE INDEX rm_timer_instance ON rm_timer (process_instance_key)',
  `CREATE TABLE rm_waiting_message (
    key bigint PRIMARY KEY,
    process_instance_key bigint,
    bpmn_process_id text,
    element_id text,
    element_instance_key bigint,
    message_name text,
    correlation_key text,
    interrupting boolean
  )`,
  'CREATE INDEX rm_waiting_message_instance ON rm_waiting_message (process_instance_key)',
];

const tables = [
  'rm_process',
  'rm_process_element',
  'rm_form',
  'rm_instance',
  'rm_element_instance',
  'rm_sequence_flow',
  'rm_variable',
  'rm_job',
  'rm_task',
  'rm_incident',
  'rm_timer',
  'rm_waiting_message',
];

export async function up(knex: Knex): Promise<void> {
  for (const statement of statements) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP TABLE ${tables.join(', ')}`);
}
