/**
 * The record: what an engine did, in Zeebe's exporter JSON. Both engines speak it; the projector reads it.
 * Source: Zeebe 8.6 protocol, `Record` and `io.camunda.zeebe.protocol.record.value.*`.
 */

export const ValueType = {
  DEPLOYMENT: 'DEPLOYMENT',
  PROCESS: 'PROCESS',
  DECISION_REQUIREMENTS: 'DECISION_REQUIREMENTS',
  DECISION: 'DECISION',
  FORM: 'FORM',
  RESOURCE_DELETION: 'RESOURCE_DELETION',
  PROCESS_INSTANCE_CREATION: 'PROCESS_INSTANCE_CREATION',
  PROCESS_INSTANCE_MODIFICATION: 'PROCESS_INSTANCE_MODIFICATION',
  PROCESS_INSTANCE_MIGRATION: 'PROCESS_INSTANCE_MIGRATION',
  PROCESS_INSTANCE_RESULT: 'PROCESS_INSTANCE_RESULT',
  PROCESS_INSTANCE: 'PROCESS_INSTANCE',
  PROCESS_EVENT: 'PROCESS_EVENT',
  VARIABLE: 'VARIABLE',
  VARIABLE_DOCUMENT: 'VARIABLE_DOCUMENT',
  JOB: 'JOB',
  JOB_BATCH: 'JOB_BATCH',
  INCIDENT: 'INCIDENT',
  TIMER: 'TIMER',
  MESSAGE: 'MESSAGE',
  MESSAGE_SUBSCRIPTION: 'MESSAGE_SUBSCRIPTION',
  MESSAGE_START_EVENT_SUBSCRIPTION: 'MESSAGE_START_EVENT_SUBSCRIPTION',
  PROCESS_MESSAGE_SUBSCRIPTION: 'PROCESS_MESSAGE_SUBSCRIPTION',
  SIGNAL: 'SIGNAL',
  SIGNAL_SUBSCRIPTION: 'SIGNAL_SUBSCRIPTION',
  ESCALATION: 'ESCALATION',
  COMPENSATION_SUBSCRIPTION: 'COMPENSATION_SUBSCRIPTION',
  DECISION_EVALUATION: 'DECISION_EVALUATION',
  USER_TASK: 'USER_TASK',
  ERROR: 'ERROR',
} as const;
export type ValueType = (typeof ValueType)[keyof typeof ValueType];

export const RecordType = {
  COMMAND: 'COMMAND',
  EVENT: 'EVENT',
  COMMAND_REJECTION: 'COMMAND_REJECTION',
} as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

export const RejectionType = {
  NULL_VAL: 'NULL_VAL',
  INVALID_ARGUMENT: 'INVALID_ARGUMENT',
  NOT_FOUND: 'NOT_FOUND',
  ALREADY_EXISTS: 'ALREADY_EXISTS',
  INVALID_STATE: 'INVALID_STATE',
  PROCESSING_ERROR: 'PROCESSING_ERROR',
  EXCEEDED_BATCH_RECORD_SIZE: 'EXCEEDED_BATCH_RECORD_SIZE',
} as const;
export type RejectionType = (typeof RejectionType)[keyof typeof RejectionType];

/**
 * A record as an exporter sends it.
 * `key` and every `…Key` in `value` is an integer below 2^63: `partition << 51 | counter`. The embedded engine
 * has one partition, so its keys are exact JavaScript numbers; keys that a cluster's fourth or later partition
 * made exceed 2^53 and are parsed to strings. Compare and store keys as `String(key)`.
 * `timestamp` is in milliseconds since the epoch. `position` grows within a partition.
 */
export interface EngineRecord<V extends object = Record<string, unknown>> {
  readonly partitionId: number;
  readonly position: WireKey;
  readonly sourceRecordPosition: WireKey;
  readonly key: WireKey;
  readonly timestamp: number;
  readonly recordType: RecordType;
  readonly valueType: ValueType;
  readonly intent: string;
  readonly rejectionType: RejectionType;
  readonly rejectionReason: string;
  readonly brokerVersion: string;
  readonly recordVersion: number;
  readonly authorizations: Readonly<Record<string, unknown>>;
  readonly operationReference?: number;
  readonly sequence?: number;
  readonly value: V;
}

export type WireKey = number | string;

/** Records of one partition in position order; what an exporter delivers in one call. */
export type RecordBatch = readonly EngineRecord[];

/** The job type that a `bpmn:userTask` without `zeebe:userTask` creates. */
export const USER_TASK_JOB_TYPE = 'io.camunda.zeebe:userTask';

/** What stands for a job type where the engine keeps the task itself (`zeebe:userTask`): such a task has no job. */
export const NATIVE_USER_TASK = 'zeebe:userTask';

/** Custom headers of a user task's job; list values are JSON arrays in a string. */
export const UserTaskHeader = {
  ASSIGNEE: 'io.camunda.zeebe:assignee',
  CANDIDATE_GROUPS: 'io.camunda.zeebe:candidateGroups',
  CANDIDATE_USERS: 'io.camunda.zeebe:candidateUsers',
  DUE_DATE: 'io.camunda.zeebe:dueDate',
  FOLLOW_UP_DATE: 'io.camunda.zeebe:followUpDate',
  FORM_KEY: 'io.camunda.zeebe:formKey',
} as const;
