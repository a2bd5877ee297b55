/** What the capabilities need of the read model and of the forms, whoever implements them. */
import type { FieldError } from '../errors/catalogue';
import type {
  ElementInstanceView,
  IncidentView,
  InstanceState,
  InstanceView,
  Page,
  ProcessDetailView,
  ProcessView,
  SequenceFlowView,
  TaskDetailView,
  TaskState,
  TaskView,
  VariableView,
  WaitingMessageView,
} from '../readmodel/views';

export interface PageRequest {
  readonly cursor?: string | undefined;
  /** 1 to 200; 50 unless told. */
  readonly limit?: number | undefined;
}

/** Narrows a list of cases to those of one initiator or of some procedures; absent: everything. */
export interface InstanceViewer {
  readonly name: string;
  readonly bpmnProcessIds: readonly string[];
}

/** Narrows a list of tasks to those one account may do; absent: everything. */
export interface TaskViewer {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface InstanceFilter extends PageRequest {
  readonly state?: InstanceState | undefined;
  readonly bpmnProcessId?: string | undefined;
  /** Free text: case number, key, initiator, process name. */
  readonly q?: string | undefined;
  readonly initiator?: string | undefined;
  readonly visibleTo?: InstanceViewer | undefined;
}

export interface TaskFilter extends PageRequest {
  readonly state?: TaskState | undefined;
  readonly group?: string | undefined;
  readonly assignee?: string | undefined;
  /** True: claimed or assigned by nobody. */
  readonly unassigned?: boolean | undefined;
  readonly processInstanceKey?: string | undefined;
  readonly visibleTo?: TaskViewer | undefined;
}

export interface IncidentFilter extends PageRequest {
  readonly state?: 'CREATED' | 'RESOLVED' | undefined;
  readonly processInstanceKey?: string | undefined;
}

export interface ProcessStatisticsView {
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly letter: string | null;
  readonly active: number;
  readonly completed: number;
  readonly canceled: number;
  readonly incidents: number;
  /** Completed instances only; null when there is none. */
  readonly averageDurationMs: number | null;
}

export interface ElementStatisticsView {
  readonly elementId: string;
  readonly active: number;
  readonly completed: number;
  readonly terminated: number;
  readonly incidents: number;
  readonly averageDurationMs: number | null;
}

/** Queries. No rights inside, except `visibleTo`. */
export interface ReadModel {
  /** Latest version of each. */
  processes(): Promise<readonly ProcessView[]>;
  process(bpmnProcessId: string): Promise<ProcessDetailView | null>;
  /** BPMN of one deployed version: what an instance's diagram shows. */
  processXml(processDefinitionKey: string): Promise<string | null>;
  instances(filter: InstanceFilter): Promise<Page<InstanceView>>;
  instance(processInstanceKey: string): Promise<InstanceView | null>;
  elements(processInstanceKey: string): Promise<readonly ElementInstanceView[]>;
  sequenceFlows(processInstanceKey: string): Promise<readonly SequenceFlowView[]>;
  variables(processInstanceKey: string): Promise<readonly VariableView[]>;
  records(processInstanceKey: string, page: PageRequest): Promise<Page<Readonly<Record<string, unknown>>>>;
  waitingMessages(processInstanceKey: string): Promise<readonly WaitingMessageView[]>;
  tasks(filter: TaskFilter): Promise<Page<TaskView>>;
  task(key: string): Promise<TaskDetailView | null>;
  incidents(filter: IncidentFilter): Promise<Page<IncidentView>>;
  incident(key: string): Promise<IncidentView | null>;
  processStatistics(): Promise<readonly ProcessStatisticsView[]>;
  elementStatistics(bpmnProcessId: string): Promise<readonly ElementStatisticsView[]>;
}

/** Tells when the projector has written something: what a waiting answer looks again at. */
export interface ProjectionSignal {
  /** Calls back after each projected batch. Returns the unsubscribe function. */
  onProjected(listener: () => void): () => void;
}

export type FormSchema = Readonly<Record<string, unknown>>;

/** Checks submitted data by a form-js schema, as `src/forms` does. */
export type ValidateForm = (
  schema: FormSchema,
  submitted: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>>,
) =>
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly FieldError[] };
