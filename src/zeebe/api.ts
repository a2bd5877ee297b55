/** What the web and the workers may ask of an engine, whichever it is. Keys are decimal strings. */

import type { UserTaskCalls } from './user-tasks';

export type Variables = Readonly<Record<string, unknown>>;

/** A file to deploy: the name's ending (.bpmn, .dmn, .form) tells what it is. */
export interface Resource {
  readonly name: string;
  readonly content: Buffer | string;
}

export interface DeployedProcess {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly processDefinitionKey: string;
  readonly resourceName: string;
}

export interface DeployedForm {
  readonly formId: string;
  readonly version: number;
  readonly formKey: string;
  readonly resourceName: string;
}

export interface DeployedDecision {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly version: number;
  readonly decisionKey: string;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: string;
}

export interface Deployment {
  readonly key: string;
  readonly processes: readonly DeployedProcess[];
  readonly forms: readonly DeployedForm[];
  readonly decisions: readonly DeployedDecision[];
}

export interface CreateInstance {
  readonly bpmnProcessId: string;
  /** Unset: the latest. */
  readonly version?: number;
  readonly variables?: Variables;
  /** Elements to start at instead of the start event. */
  readonly startElementIds?: readonly string[];
}

export interface CreatedInstance {
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
}

export interface FailJob {
  /** Retries left; 0 makes an incident. */
  readonly retries: number;
  readonly errorMessage: string;
  readonly retryBackoffMillis?: number;
}

export interface ThrowError {
  readonly errorCode: string;
  readonly errorMessage?: string;
  readonly variables?: Variables;
}

export interface PublishMessage {
  readonly name: string;
  readonly correlationKey: string;
  /** A second message of the same name, key and id is refused (ALREADY_EXISTS) while the first one lives. */
  readonly messageId?: string;
  /** How long the message waits for someone to want it; unset or 0: not at all. */
  readonly timeToLiveMillis?: number;
  readonly variables?: Variables;
}

/** Where a case goes on. */
export interface MigrateInstance {
  readonly targetProcessDefinitionKey: string;
  /** Element ids: as it was → as it becomes. Every active element needs one. */
  readonly mapping: ReadonlyMap<string, string>;
}

export interface Topology {
  readonly gatewayVersion: string;
  readonly partitionsCount: number;
  /** True when every partition has a healthy leader. */
  readonly healthy: boolean;
}

export interface ActivatedJob {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processDefinitionVersion: number;
  readonly bpmnProcessId: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly variables: Variables;
  /** Retries left, this attempt included. */
  readonly retries: number;
  /** Milliseconds since the epoch, by the engine's clock. */
  readonly deadline: number;
  readonly worker: string;
}

/** What a handler made of a job. A handler that throws fails the job with the error's message and one retry less. */
export type JobOutcome =
  | { readonly kind: 'complete'; readonly variables?: Variables }
  | {
      readonly kind: 'fail';
      readonly errorMessage: string;
      /** Unset: one less than the job had. */
      readonly retries?: number;
      readonly retryBackoffMillis?: number;
    }
  | {
      readonly kind: 'error';
      readonly errorCode: string;
      readonly errorMessage?: string;
      readonly variables?: Variables;
    };

export type JobHandler = (job: ActivatedJob) => Promise<JobOutcome>;

export interface WorkerOptions {
  /** Jobs in hand at once (32). */
  readonly maxJobsToActivate?: number;
  /** Handlers running at once (as many as jobs in hand). */
  readonly concurrency?: number;
  /** How long a job is leased (60 s). */
  readonly timeoutMillis?: number;
  /** Pause between two polls, which is only felt after a batch (20 ms). */
  readonly pollIntervalMillis?: number;
  /** How long the gateway holds an empty poll (30 s). */
  readonly longPollMillis?: number;
  /** Only these variables are sent to the worker; unset: all. */
  readonly fetchVariables?: readonly string[];
  /** Name in the records (the job type). */
  readonly name?: string;
  /** The engine has taken the handler's outcome, or refused it, or could not be reached. */
  readonly onAnswered?: (job: ActivatedJob) => void;
}

export interface ZeebeWorker {
  readonly type: string;
  /** Asks for no more jobs, waits until those in hand are answered, then closes. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Every call rejects with `EngineNotFoundError`, `EngineRejectedError` or `EngineUnavailableError`, the last one
 * within the client's time limit.
 */
export interface Modification {
  readonly activate: readonly { readonly elementId: string; readonly variables?: Variables }[];
  /** Keys of element instances. */
  readonly terminate: readonly string[];
}

export interface ZeebeClient extends UserTaskCalls {
  /** Deploys all of them or none. */
  deploy(resources: readonly Resource[]): Promise<Deployment>;
  createProcessInstance(request: CreateInstance): Promise<CreatedInstance>;
  completeJob(jobKey: string, variables?: Variables): Promise<void>;
  failJob(jobKey: string, failure: FailJob): Promise<void>;
  throwError(jobKey: string, error: ThrowError): Promise<void>;
  publishMessage(message: PublishMessage): Promise<void>;
  cancelProcessInstance(processInstanceKey: string): Promise<void>;
  /** Refused (`EngineRejectedError`) as a whole when one active element cannot go on. */
  migrateProcessInstance(processInstanceKey: string, migration: MigrateInstance): Promise<void>;
  resolveIncident(incidentKey: string): Promise<void>;
  updateJobRetries(jobKey: string, retries: number): Promise<void>;
  /**
   * The lease of a job in hand ends this long from now. Refused with FAILED_PRECONDITION when nobody has the job in
   * hand, and with UNIMPLEMENTED by a Zeebe before 8.6.
   */
  updateJobTimeout(jobKey: string, timeoutMillis: number): Promise<void>;
  /** `local`: only in that scope; otherwise to the scope that has the variable, else the instance. */
  setVariables(
    elementInstanceKey: string,
    variables: Variables,
    options?: { local?: boolean },
  ): Promise<void>;
  /** Ends instances of steps and begins steps; `variables` are set on the case before the step begins. */
  modifyProcessInstance(processInstanceKey: string, changes: Modification): Promise<void>;
  topology(): Promise<Topology>;
  createWorker(type: string, handler: JobHandler, options?: WorkerOptions): ZeebeWorker;
  /** Closes its workers, then the connection. */
  close(): Promise<void>;
}
