/**
 * The record values the engine writes, with the field names of Zeebe 8.6's exported JSON.
 * A value is immutable once it is written: change it by a copy.
 * Longer than other files because it is one table of shapes without code: who compares with Zeebe reads it whole.
 * Source: Zeebe 8.6 protocol, `io.camunda.zeebe.protocol.record.value`.
 */
import type { ElementType, EventType } from '../bpmn/model';
import type { ValueType } from '../protocol/records';

export const DEFAULT_TENANT = '<default>';
export const NO_KEY = -1;

/** Variables of a record: a JSON object. */
export type Document = Readonly<Record<string, unknown>>;

export interface ProcessInstanceValue {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly elementId: string;
  /** Key of the enclosing element instance; -1 on a process. */
  readonly flowScopeKey: number;
  readonly bpmnElementType: ElementType;
  readonly bpmnEventType: EventType;
  readonly parentProcessInstanceKey: number;
  readonly parentElementInstanceKey: number;
  readonly tenantId: string;
}

export interface ProcessInstanceCreationValue {
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly version: number;
  readonly variables: Document;
  readonly startInstructions: readonly StartInstruction[];
  readonly tenantId: string;
}

export interface StartInstruction {
  readonly elementId: string;
}

export interface ProcessInstanceModificationValue {
  readonly processInstanceKey: number;
  readonly activateInstructions: readonly ActivateInstruction[];
  readonly terminateInstructions: readonly TerminateInstruction[];
  /** Of all activate instructions. */
  readonly ancestorScopeKeys: readonly number[];
  readonly tenantId: string;
}

export interface ActivateInstruction {
  readonly elementId: string;
  /** Instance in which to activate it; -1 when there is no choice to make. */
  readonly ancestorScopeKey: number;
  readonly variableInstructions: readonly VariableInstruction[];
  /** Of the event: the scopes that the element is in. */
  readonly ancestorScopeKeys: readonly number[];
}

export interface VariableInstruction {
  readonly variables: Document;
  /** The scope; empty is the process instance. */
  readonly elementId: string;
}

export interface TerminateInstruction {
  readonly elementInstanceKey: number;
}

export interface ProcessInstanceMigrationValue {
  readonly processInstanceKey: number;
  readonly targetProcessDefinitionKey: number;
  readonly mappingInstructions: readonly MappingInstruction[];
}

export interface MappingInstruction {
  readonly sourceElementId: string;
  readonly targetElementId: string;
}

export interface ResourceDeletionValue {
  readonly resourceKey: number;
  readonly tenantId: string;
}

export interface ProcessInstanceResultValue {
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly version: number;
  readonly variables: Document;
  readonly tenantId: string;
}

/** Internal: terminate the children of an element instance, or activate those of a multi-instance body. */
export interface ProcessInstanceBatchValue {
  readonly processInstanceKey: number;
  readonly batchElementInstanceKey: number;
  /** How many to activate; -1 otherwise. */
  readonly index: number;
}

export interface ProcessEventValue {
  readonly scopeKey: number;
  readonly targetElementId: string;
  readonly variables: Document;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly tenantId: string;
}

export interface VariableValue {
  readonly name: string;
  /** JSON text. */
  readonly value: string;
  readonly scopeKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly bpmnProcessId: string;
  readonly tenantId: string;
}

export interface VariableDocumentValue {
  readonly scopeKey: number;
  readonly updateSemantics: 'LOCAL' | 'PROPAGATE';
  readonly variables: Document;
  readonly tenantId: string;
}

export interface JobValue {
  readonly type: string;
  readonly jobKind: 'BPMN_ELEMENT' | 'EXECUTION_LISTENER';
  readonly jobListenerEventType: 'UNSPECIFIED' | 'START' | 'END';
  readonly retries: number;
  readonly retryBackoff: number;
  readonly recurringTime: number;
  readonly deadline: number;
  readonly timeout: number;
  readonly worker: string;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly variables: Document;
  readonly errorMessage: string;
  readonly errorCode: string;
  readonly changedAttributes: readonly string[];
  readonly bpmnProcessId: string;
  readonly processDefinitionVersion: number;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly tenantId: string;
}

export interface JobBatchValue {
  readonly type: string;
  readonly worker: string;
  readonly timeout: number;
  readonly maxJobsToActivate: number;
  readonly jobKeys: readonly number[];
  readonly jobs: readonly JobValue[];
  /** Names of the variables to fetch; empty fetches all. */
  readonly variables: readonly string[];
  readonly truncated: boolean;
  readonly tenantIds: readonly string[];
}

export interface IncidentValue {
  readonly errorType: ErrorType;
  readonly errorMessage: string;
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly jobKey: number;
  readonly variableScopeKey: number;
  readonly elementInstancePath: readonly (readonly number[])[];
  readonly processDefinitionPath: readonly number[];
  readonly callingElementPath: readonly number[];
  readonly tenantId: string;
}

export interface TimerValue {
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly targetElementId: string;
  /** Milliseconds since the epoch. */
  readonly dueDate: number;
  /** Remaining, this one included; -1 repeats for ever. */
  readonly repetitions: number;
  readonly tenantId: string;
}

export interface MessageValue {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId: string;
  /** Milliseconds. */
  readonly timeToLive: number;
  readonly deadline: number;
  readonly variables: Document;
  readonly tenantId: string;
}

/** Internal: expire these messages. */
export interface MessageBatchValue {
  readonly messageKeys: readonly number[];
}

export interface MessageSubscriptionValue {
  readonly processInstanceKey: number;
  readonly elementInstanceKey: number;
  readonly bpmnProcessId: string;
  readonly messageKey: number;
  readonly messageName: string;
  readonly correlationKey: string;
  readonly interrupting: boolean;
  readonly variables: Document;
  readonly tenantId: string;
}

export interface ProcessMessageSubscriptionValue extends MessageSubscriptionValue {
  readonly elementId: string;
}

export interface MessageStartEventSubscriptionValue {
  readonly processDefinitionKey: number;
  readonly bpmnProcessId: string;
  readonly startEventId: string;
  readonly messageName: string;
  readonly messageKey: number;
  readonly processInstanceKey: number;
  readonly correlationKey: string;
  readonly variables: Document;
  readonly tenantId: string;
}

export interface SignalValue {
  readonly signalName: string;
  readonly variables: Document;
  readonly tenantId: string;
}

export interface SignalSubscriptionValue {
  readonly processDefinitionKey: number;
  readonly bpmnProcessId: string;
  readonly signalName: string;
  readonly catchEventId: string;
  /** Of the element that waits; -1 on a start event. */
  readonly catchEventInstanceKey: number;
  readonly tenantId: string;
}

/** A native user task. */
export interface UserTaskValue {
  readonly userTaskKey: number;
  readonly assignee: string;
  readonly candidateGroupsList: readonly string[];
  readonly candidateUsersList: readonly string[];
  readonly dueDate: string;
  readonly followUpDate: string;
  readonly formKey: number;
  readonly externalFormReference: string;
  readonly priority: number;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** What the caller says the change is; `assign`, `complete`… by default. */
  readonly action: string;
  readonly changedAttributes: readonly string[];
  readonly variables: Document;
  readonly creationTimestamp: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly bpmnProcessId: string;
  readonly processDefinitionVersion: number;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly tenantId: string;
}

export interface EscalationValue {
  readonly processInstanceKey: number;
  readonly escalationCode: string;
  readonly throwElementId: string;
  /** Empty when nothing catches it. */
  readonly catchElementId: string;
  readonly tenantId: string;
}

export interface CompensationSubscriptionValue {
  readonly tenantId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly compensableActivityId: string;
  readonly compensableActivityInstanceKey: number;
  readonly compensableActivityScopeKey: number;
  /** Empty until it is triggered. */
  readonly throwEventId: string;
  readonly throwEventInstanceKey: number;
  /** Empty on a scope that only holds what is to be compensated. */
  readonly compensationHandlerId: string;
  readonly compensationHandlerInstanceKey: number;
  readonly variables: Document;
}

export interface ProcessMetadata {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly versionTag: string;
  readonly processDefinitionKey: number;
  readonly deploymentKey: number;
  readonly resourceName: string;
  /** MD5, base64. */
  readonly checksum: string;
  readonly duplicate: boolean;
  readonly tenantId: string;
}

export interface ProcessValue extends ProcessMetadata {
  /** Base64. */
  readonly resource: string;
}

export interface FormMetadata {
  readonly formId: string;
  readonly version: number;
  readonly versionTag: string;
  readonly formKey: number;
  readonly deploymentKey: number;
  readonly resourceName: string;
  readonly checksum: string;
  readonly duplicate: boolean;
  readonly tenantId: string;
}

export interface FormValue extends FormMetadata {
  readonly resource: string;
}

export interface DecisionValue {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly version: number;
  readonly versionTag: string;
  readonly decisionKey: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly deploymentKey: number;
  readonly duplicate: boolean;
  readonly tenantId: string;
}

export interface DecisionRequirementsMetadata {
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsName: string;
  readonly decisionRequirementsVersion: number;
  readonly decisionRequirementsKey: number;
  readonly namespace: string;
  readonly resourceName: string;
  readonly checksum: string;
  readonly duplicate: boolean;
  readonly tenantId: string;
}

export interface DecisionRequirementsValue extends DecisionRequirementsMetadata {
  readonly resource: string;
}

export interface EvaluatedDecisionValue {
  readonly decisionId: string;
  readonly decisionName: string;
  /** -1 of a business knowledge model, like its version. */
  readonly decisionKey: number;
  readonly decisionVersion: number;
  readonly decisionType: string;
  /** JSON text, as all values of a decision. */
  readonly decisionOutput: string;
  readonly evaluatedInputs: readonly {
    readonly inputId: string;
    readonly inputName: string;
    readonly inputValue: string;
  }[];
  readonly matchedRules: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly evaluatedOutputs: readonly {
      readonly outputId: string;
      readonly outputName: string;
      readonly outputValue: string;
    }[];
  }[];
  readonly tenantId: string;
}

export interface DecisionEvaluationValue {
  readonly decisionKey: number;
  readonly decisionId: string;
  readonly decisionName: string;
  readonly decisionVersion: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly decisionOutput: string;
  /** Of the command; events leave them out. */
  readonly variables: Document;
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly evaluatedDecisions: readonly EvaluatedDecisionValue[];
  readonly evaluationFailureMessage: string;
  readonly failedDecisionId: string;
  readonly tenantId: string;
}

export interface DeploymentValue {
  readonly resources: readonly { readonly resourceName: string; readonly resource: string }[];
  readonly deploymentKey: number;
  readonly processesMetadata: readonly ProcessMetadata[];
  readonly formMetadata: readonly FormMetadata[];
  readonly decisionsMetadata: readonly DecisionValue[];
  readonly decisionRequirementsMetadata: readonly DecisionRequirementsMetadata[];
  readonly tenantId: string;
}

export const ErrorType = {
  UNKNOWN: 'UNKNOWN',
  IO_MAPPING_ERROR: 'IO_MAPPING_ERROR',
  JOB_NO_RETRIES: 'JOB_NO_RETRIES',
  EXECUTION_LISTENER_NO_RETRIES: 'EXECUTION_LISTENER_NO_RETRIES',
  CONDITION_ERROR: 'CONDITION_ERROR',
  EXTRACT_VALUE_ERROR: 'EXTRACT_VALUE_ERROR',
  UNHANDLED_ERROR_EVENT: 'UNHANDLED_ERROR_EVENT',
  MESSAGE_SIZE_EXCEEDED: 'MESSAGE_SIZE_EXCEEDED',
  CALLED_ELEMENT_ERROR: 'CALLED_ELEMENT_ERROR',
  FORM_NOT_FOUND: 'FORM_NOT_FOUND',
  CALLED_DECISION_ERROR: 'CALLED_DECISION_ERROR',
  DECISION_EVALUATION_ERROR: 'DECISION_EVALUATION_ERROR',
} as const;
export type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

/** Value types that never leave the engine come on top of the exported ones. */
export type EngineValueType = ValueType | 'PROCESS_INSTANCE_BATCH' | 'MESSAGE_BATCH';

export interface RecordValues {
  PROCESS_INSTANCE: ProcessInstanceValue;
  PROCESS_INSTANCE_CREATION: ProcessInstanceCreationValue;
  PROCESS_INSTANCE_MODIFICATION: ProcessInstanceModificationValue;
  PROCESS_INSTANCE_MIGRATION: ProcessInstanceMigrationValue;
  PROCESS_INSTANCE_RESULT: ProcessInstanceResultValue;
  PROCESS_INSTANCE_BATCH: ProcessInstanceBatchValue;
  PROCESS_EVENT: ProcessEventValue;
  VARIABLE: VariableValue;
  VARIABLE_DOCUMENT: VariableDocumentValue;
  JOB: JobValue;
  JOB_BATCH: JobBatchValue;
  INCIDENT: IncidentValue;
  TIMER: TimerValue;
  MESSAGE: MessageValue;
  MESSAGE_BATCH: MessageBatchValue;
  MESSAGE_SUBSCRIPTION: MessageSubscriptionValue;
  PROCESS_MESSAGE_SUBSCRIPTION: ProcessMessageSubscriptionValue;
  MESSAGE_START_EVENT_SUBSCRIPTION: MessageStartEventSubscriptionValue;
  SIGNAL: SignalValue;
  SIGNAL_SUBSCRIPTION: SignalSubscriptionValue;
  USER_TASK: UserTaskValue;
  ESCALATION: EscalationValue;
  COMPENSATION_SUBSCRIPTION: CompensationSubscriptionValue;
  PROCESS: ProcessValue;
  FORM: FormValue;
  RESOURCE_DELETION: ResourceDeletionValue;
  DECISION: DecisionValue;
  DECISION_REQUIREMENTS: DecisionRequirementsValue;
  DECISION_EVALUATION: DecisionEvaluationValue;
  DEPLOYMENT: DeploymentValue;
}
export type RecordValueType = keyof RecordValues;
