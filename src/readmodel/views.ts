/**
 * Plain view types: what queries return, pages show and the API serialises. Keys are strings, times ISO 8601 (UTC).
 * French labels are made by the page layer, never here.
 */

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null;
}

export interface CountedPage<T> extends Page<T> {
  /** On all pages together. */
  readonly total: number;
}

export interface ProcessView {
  readonly key: string;
  readonly bpmnProcessId: string;
  readonly name: string;
  /** Letter of the guide (`logigramme:lettre` extension property of the process), or null. */
  readonly letter: string | null;
  readonly version: number;
  readonly versionTag: string | null;
  /** True when a person can start it: it has a none start event. */
  readonly startable: boolean;
  /** Groups whose members may start it; empty: anyone. */
  readonly startGroups: readonly string[];
  /** Why no more cases of it are started; null: they are. */
  readonly suspension: string | null;
  readonly deployedAt: string;
}

/** A step whose job a worker does. */
export interface JobStepView {
  readonly jobType: string;
  readonly elementId: string;
  /** As people read it. */
  readonly step: string;
}

/** What a deployed diagram says, read once when it was deployed. */
export interface ProcessFactsView {
  /** Groups that it gives tasks to. */
  readonly assignedGroups: readonly string[];
  /** Those and its lanes, by the slug of their names. */
  readonly actorGroups: readonly string[];
  /** Names of the messages that start it, as written. */
  readonly startMessages: readonly string[];
  readonly jobSteps: readonly JobStepView[];
  /** Steps at which a document of that kind is signed, with the variables that say so and why not. */
  readonly signingSteps: readonly {
    readonly elementId: string;
    readonly kind: string;
    readonly given: string;
    readonly reason: string;
  }[];
}

export type ResourceKind = 'process' | 'form' | 'decision';

/** One deployed version of a process, a form or a decision, with the file that it came in. */
export interface DeployedResource {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly key: string;
  readonly version: number;
  /** BPMN or DMN XML; a form-js schema as JSON. */
  readonly content: string;
  readonly deployedAt: string;
}

export interface ProcessDetailView extends ProcessView {
  /** form-js schema, or null. */
  readonly startForm: Readonly<Record<string, unknown>> | null;
  readonly bpmnXml: string;
  /** bpmn:documentation of the process. */
  readonly documentation: string | null;
}

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'CANCELED';

export interface InstanceView {
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly letter: string | null;
  readonly version: number;
  readonly state: InstanceState;
  readonly hasIncident: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly parentProcessInstanceKey: string | null;
  /** Account that started it (variable `initiateur`), or null. */
  readonly initiator: string | null;
  /** Variable `numeroDossier`, or null. */
  readonly caseNumber: string | null;
}

export interface ElementInstanceView {
  readonly key: string;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly elementType: string;
  readonly state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  readonly flowScopeKey: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Its own, or of the instance that it called. */
  readonly hasIncident: boolean;
  /** Of a call activity. */
  readonly calledProcessInstanceKey: string | null;
}

export interface SequenceFlowView {
  readonly elementId: string;
  readonly count: number;
}

export interface VariableView {
  readonly name: string;
  readonly value: unknown;
  /** Element instance (or process instance) the variable belongs to. */
  readonly scopeKey: string;
}

export type TaskState = 'CREATED' | 'COMPLETED' | 'CANCELED';

export interface TaskView {
  /** Key of its job, or of the task itself where the engine keeps it (`native`). */
  readonly key: string;
  readonly jobType: string;
  /** Kept by the engine itself (`zeebe:userTask`): it has no job. */
  readonly native: boolean;
  /** A service task that a person does because its connector is not configured; else a user task. */
  readonly byHand: boolean;
  readonly state: TaskState;
  readonly name: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly letter: string | null;
  readonly caseNumber: string | null;
  /** Account that started the case, or null. */
  readonly requester: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  /** Who claimed it (ours), else the assignee of the diagram, else null. */
  readonly assignee: string | null;
  /** Who gave it to the assignee; null when that person took it, or the diagram names them. */
  readonly assignedBy: string | null;
  readonly dueDate: string | null;
  readonly followUpDate: string | null;
  /** A due date that the engine wrote and nobody can read, as it was written. */
  readonly unreadableDueDate: string | null;
  /** 0 to 100, higher first; 50 unless the diagram says otherwise. */
  readonly priority: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly completedBy: string | null;
}

export interface TaskDetailView extends TaskView {
  /** bpmn:documentation of the task: the guide's sentence. */
  readonly documentation: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>> | null;
  /** Where a form is that this program does not show. */
  readonly externalForm: string | null;
}

export interface TaskCount {
  readonly count: number;
  /** True: there are more than `count`. */
  readonly more: boolean;
}

export interface IncidentView {
  readonly key: string;
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly jobKey: string | null;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly state: 'CREATED' | 'RESOLVED';
  readonly createdAt: string;
  readonly resolvedAt: string | null;
}

/** What stopped cases in the same way. */
export interface IncidentCauseView {
  /** Stays the same as long as its kind, procedure, step and message do. */
  readonly id: string;
  readonly errorType: string;
  readonly bpmnProcessId: string;
  readonly processName: string | null;
  readonly elementId: string;
  readonly elementName: string | null;
  /** « … » stands where cases differ. */
  readonly message: string;
  /** One of the messages, whole. */
  readonly example: string;
  readonly count: number;
  readonly oldestAt: string;
  readonly newestAt: string;
}

export interface IncidentOfCauseView extends IncidentView {
  readonly caseNumber: string | null;
}

/** A message the instance waits for, e.g. to offer "retirer ma demande". */
export interface WaitingMessageView {
  readonly messageName: string;
  readonly correlationKey: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
}

export interface TimerView {
  readonly elementId: string;
  readonly elementInstanceKey: string | null;
  readonly dueAt: string;
}

interface OpenWait {
  readonly key: string;
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly elementId: string;
}

export interface OpenMessageView extends OpenWait {
  readonly messageName: string;
  readonly correlationKey: string;
}

export interface OpenTimerView extends OpenWait {
  readonly dueAt: string;
}

export interface JobView {
  readonly key: string;
  readonly type: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  /** CREATED, FAILED, TIMED_OUT, COMPLETED, CANCELED, ERROR_THROWN. */
  readonly state: string;
  readonly retries: number;
  readonly errorMessage: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** All versions of a procedure together. */
export interface ProcessStatisticsView {
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly letter: string | null;
  readonly active: number;
  readonly completed: number;
  readonly canceled: number;
  /** Open incidents. */
  readonly incidents: number;
  /** Completed instances only; null when there is none. */
  readonly averageDurationMs: number | null;
}

export interface FlowStatisticsView {
  readonly elementId: string;
  /** How often it was taken, in all cases. */
  readonly count: number;
}

export interface ElementStatisticsView {
  readonly elementId: string;
  readonly active: number;
  readonly completed: number;
  readonly terminated: number;
  /** Open incidents. */
  readonly incidents: number;
  /** Completed element instances only; null when there is none. */
  readonly averageDurationMs: number | null;
}
