/** What the capabilities need of the read model and of the engine's client, whoever implements them. */
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

/** Narrows a list to what one account may see; absent: everything. */
export interface Viewer {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface InstanceFilter extends PageRequest {
  readonly state?: InstanceState | undefined;
  readonly bpmnProcessId?: string | undefined;
  /** Free text: case number, key, initiator, process name. */
  readonly q?: string | undefined;
  readonly initiator?: string | undefined;
  readonly visibleTo?: Viewer | undefined;
}

export interface TaskFilter extends PageRequest {
  readonly state?: TaskState | undefined;
  readonly group?: string | undefined;
  readonly assignee?: string | undefined;
  /** True: claimed or assigned by nobody. */
  readonly unassigned?: boolean | undefined;
  readonly processInstanceKey?: string | undefined;
  readonly visibleTo?: Viewer | undefined;
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

export interface DeployedResource {
  /** `process`, `form`, `decision`, `decisionRequirements`. */
  readonly kind: string;
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly resourceName: string;
}

/** The engine's commands. Keys are strings. Rejects with `EngineRejection` or `EngineUnavailable`-like errors. */
export interface EngineClient {
  createProcessInstance(command: {
    bpmnProcessId: string;
    variables: Readonly<Record<string, unknown>>;
  }): Promise<{ readonly processInstanceKey: string }>;
  completeJob(command: { jobKey: string; variables: Readonly<Record<string, unknown>> }): Promise<void>;
  publishMessage(command: {
    name: string;
    correlationKey: string;
    variables?: Readonly<Record<string, unknown>>;
    messageId?: string;
    timeToLiveMs?: number;
  }): Promise<{ readonly key: string }>;
  cancelProcessInstance(processInstanceKey: string): Promise<void>;
  resolveIncident(incidentKey: string): Promise<void>;
  updateJobRetries(jobKey: string, retries: number): Promise<void>;
  deploy(
    resources: readonly { readonly name: string; readonly content: Buffer }[],
  ): Promise<{ readonly key: string; readonly resources: readonly DeployedResource[] }>;
}
