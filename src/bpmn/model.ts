/**
 * The executable model: what the engine needs of a BPMN file, validated and frozen.
 * Made once per deployment by `src/bpmn`; read-only afterwards. Only data: no function, no reference to moddle.
 * Expressions are kept as `Expression` and compiled by `src/feel`.
 */
import type { Expression, Mapping, TimerDefinition } from '../feel/expression';

export type { Expression, Mapping, TimerDefinition };

/** Zeebe's `bpmnElementType` of a PROCESS_INSTANCE record. */
export const ElementType = {
  PROCESS: 'PROCESS',
  SUB_PROCESS: 'SUB_PROCESS',
  EVENT_SUB_PROCESS: 'EVENT_SUB_PROCESS',
  START_EVENT: 'START_EVENT',
  INTERMEDIATE_CATCH_EVENT: 'INTERMEDIATE_CATCH_EVENT',
  INTERMEDIATE_THROW_EVENT: 'INTERMEDIATE_THROW_EVENT',
  BOUNDARY_EVENT: 'BOUNDARY_EVENT',
  END_EVENT: 'END_EVENT',
  SERVICE_TASK: 'SERVICE_TASK',
  RECEIVE_TASK: 'RECEIVE_TASK',
  USER_TASK: 'USER_TASK',
  MANUAL_TASK: 'MANUAL_TASK',
  TASK: 'TASK',
  SCRIPT_TASK: 'SCRIPT_TASK',
  BUSINESS_RULE_TASK: 'BUSINESS_RULE_TASK',
  SEND_TASK: 'SEND_TASK',
  EXCLUSIVE_GATEWAY: 'EXCLUSIVE_GATEWAY',
  PARALLEL_GATEWAY: 'PARALLEL_GATEWAY',
  INCLUSIVE_GATEWAY: 'INCLUSIVE_GATEWAY',
  EVENT_BASED_GATEWAY: 'EVENT_BASED_GATEWAY',
  CALL_ACTIVITY: 'CALL_ACTIVITY',
  MULTI_INSTANCE_BODY: 'MULTI_INSTANCE_BODY',
  SEQUENCE_FLOW: 'SEQUENCE_FLOW',
} as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

/** Zeebe's `bpmnEventType` of a PROCESS_INSTANCE record. */
export const EventType = {
  UNSPECIFIED: 'UNSPECIFIED',
  NONE: 'NONE',
  MESSAGE: 'MESSAGE',
  TIMER: 'TIMER',
  ERROR: 'ERROR',
  SIGNAL: 'SIGNAL',
  ESCALATION: 'ESCALATION',
  LINK: 'LINK',
  TERMINATE: 'TERMINATE',
  COMPENSATION: 'COMPENSATION',
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

export interface MessageDefinition {
  readonly id: string;
  readonly name: Expression;
  /** Absent on a message start event of a process. */
  readonly correlationKey?: Expression;
}

export interface ErrorDefinition {
  readonly id: string;
  /** Absent: catches every error. */
  readonly code?: Expression;
}

export interface SignalDefinition {
  readonly id: string;
  readonly name: Expression;
}

export interface EscalationDefinition {
  readonly id: string;
  /** Empty catches every escalation; absent catches none. */
  readonly code?: Expression;
}

export type EventDefinition =
  | { readonly type: 'NONE' }
  | { readonly type: 'TIMER'; readonly timer: TimerDefinition }
  | { readonly type: 'MESSAGE'; readonly message: MessageDefinition }
  | { readonly type: 'ERROR'; readonly error: ErrorDefinition }
  | { readonly type: 'SIGNAL'; readonly signal: SignalDefinition }
  | { readonly type: 'ESCALATION'; readonly escalation: EscalationDefinition }
  /** A throwing link goes on at its catching link. */
  | { readonly type: 'LINK'; readonly name: string; readonly catchId?: string }
  /** A boundary event has a handler; a throwing event may name the one activity to compensate. */
  | { readonly type: 'COMPENSATION'; readonly handlerId?: string; readonly activityId?: string }
  | { readonly type: 'TERMINATE' };

/** `zeebe:taskDefinition`, also derived for user tasks (job type `io.camunda.zeebe:userTask`). */
export interface JobDefinition {
  readonly type: Expression;
  /** Default `3`. */
  readonly retries: Expression;
  /** `zeebe:taskHeaders`, static. */
  readonly headers: Readonly<Record<string, string>>;
}

/** `zeebe:executionListener`: a job before or after what an element does. */
export interface ExecutionListener {
  readonly type: Expression;
  readonly retries: Expression;
}

export interface UserTaskDefinition {
  readonly assignee?: Expression;
  readonly candidateGroups?: Expression;
  readonly candidateUsers?: Expression;
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  /** Linked form, resolved at activation to the key of a deployed form. */
  readonly formId?: string;
  readonly formBinding: Binding;
  /** Embedded or external form key, passed on as it is. */
  readonly formKey?: Expression;
  /** `zeebe:userTask`: a task of the engine itself, not a job. */
  readonly native?: NativeUserTask;
}

export interface NativeUserTask {
  readonly externalReference?: Expression;
  /** From 0 to 100. */
  readonly priority: Expression;
}

/** `zeebe:script`: a FEEL expression whose result becomes a variable. */
export interface ScriptDefinition {
  readonly expression: Expression;
  readonly resultVariable: string;
}

/** Multi-instance: one inner instance an item of the collection. */
export interface LoopCharacteristics {
  readonly sequential: boolean;
  readonly inputCollection: Expression;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
}

/** `zeebe:calledElement`. */
export interface CalledElement extends Binding {
  readonly processId: Expression;
  readonly propagateAllChildVariables: boolean;
  readonly propagateAllParentVariables: boolean;
}

/** Which version of what is called or shown is meant. */
export interface Binding {
  readonly binding: 'latest' | 'deployment' | 'versionTag';
  /** With the binding `versionTag` only. */
  readonly versionTag?: string;
}

/** `zeebe:calledDecision`. */
export interface CalledDecision extends Binding {
  readonly decisionId: Expression;
  readonly resultVariable: string;
}

export interface ExecutableElement {
  readonly id: string;
  readonly name?: string;
  readonly type: ElementType;
  readonly eventType: EventType;
  /** Element id of the enclosing scope: the process, or an embedded subprocess. Absent on the process. */
  readonly scopeId?: string;
  /** Ids of sequence flows, in the document order of the `sequenceFlow` elements. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  /** Ids of the default flow of a gateway. */
  readonly defaultFlow?: string;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly event?: EventDefinition;
  /** Boundary events and start events of event subprocesses. */
  readonly interrupting?: boolean;
  /** Boundary events only: the activity they are attached to. */
  readonly attachedTo?: string;
  /** Activities only: their boundary events, in document order. */
  readonly boundaryEvents: readonly string[];
  readonly job?: JobDefinition;
  /** Execution listeners, in order; absent where there are none. */
  readonly startListeners?: readonly ExecutionListener[];
  readonly endListeners?: readonly ExecutionListener[];
  readonly userTask?: UserTaskDefinition;
  readonly script?: ScriptDefinition;
  /** Business rule tasks only, unless a job does them. */
  readonly calledDecision?: CalledDecision;
  /** Call activities only. */
  readonly calledElement?: CalledElement;
  /** Activities only. */
  readonly loop?: LoopCharacteristics;
  /** Scopes only: ids of direct children, flows excluded. */
  readonly children: readonly string[];
  /** Scopes only: id of the none start event, if any; all start events in `startEvents`. */
  readonly noneStart?: string;
  readonly startEvents: readonly string[];
  /** Scopes only: event subprocesses in document order. */
  readonly eventSubprocesses: readonly string[];
}

export interface SequenceFlow {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  /** Condition, if any. */
  readonly condition?: Expression;
  readonly scopeId: string;
}

export interface ExecutableProcess {
  readonly bpmnProcessId: string;
  readonly name?: string;
  readonly versionTag?: string;
  readonly elements: ReadonlyMap<string, ExecutableElement>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
}

/** One finding of the deployment check; `elementId` is empty when the file itself is at fault. */
export interface ModelError {
  readonly elementId: string;
  /** BPMN tag of the element in Zeebe's wording, e.g. `serviceTask`. */
  readonly elementType: string;
  readonly message: string;
  /** From the nearest element with an id down to the one at fault: `task > extensionElements > taskDefinition`. */
  readonly path?: string;
  /** What the finding is about; an element unless told. */
  readonly subject?: 'file' | 'process';
}

export type ParseResult =
  | { readonly ok: true; readonly processes: readonly ExecutableProcess[] }
  | { readonly ok: false; readonly errors: readonly ModelError[] };
