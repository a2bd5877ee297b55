/** Requests of the gateway protocol as proto-loader decodes them (int64 as text, unset fields as their default). */

/** A call may carry a number of the caller's, which every record it brings about then has. */
interface Referred {
  readonly operationReference?: string;
}

export interface ActivateJobsRequest {
  readonly type: string;
  readonly worker: string;
  readonly timeout: string;
  readonly maxJobsToActivate: number;
  readonly fetchVariable: readonly string[];
  readonly requestTimeout: string;
  readonly tenantIds: readonly string[];
}

export interface StreamActivatedJobsRequest {
  readonly type: string;
  readonly worker: string;
  readonly timeout: string;
  readonly fetchVariable: readonly string[];
  readonly tenantIds: readonly string[];
}

export interface CreateProcessInstanceRequest extends Referred {
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly variables: string;
  readonly startInstructions: readonly { readonly elementId: string }[];
  readonly tenantId: string;
}

export interface CreateProcessInstanceWithResultRequest {
  readonly request: CreateProcessInstanceRequest | null;
  readonly requestTimeout: string;
  readonly fetchVariables: readonly string[];
}

export interface DeployProcessRequest {
  readonly processes: readonly { readonly name: string; readonly definition: Buffer }[];
}

export interface DeployResourceRequest {
  readonly resources: readonly { readonly name: string; readonly content: Buffer }[];
  readonly tenantId: string;
}

export interface CompleteJobRequest {
  readonly jobKey: string;
  readonly variables: string;
}

export interface FailJobRequest extends CompleteJobRequest {
  readonly retries: number;
  readonly errorMessage: string;
  readonly retryBackOff: string;
}

export interface ThrowErrorRequest extends CompleteJobRequest {
  readonly errorCode: string;
  readonly errorMessage: string;
}

export interface UpdateJobRetriesRequest extends Referred {
  readonly jobKey: string;
  readonly retries: number;
}

export interface UpdateJobTimeoutRequest extends Referred {
  readonly jobKey: string;
  /** Milliseconds from now. */
  readonly timeout: string;
}

export interface CancelProcessInstanceRequest extends Referred {
  readonly processInstanceKey: string;
}

export interface PublishMessageRequest {
  readonly name: string;
  readonly correlationKey: string;
  readonly timeToLive: string;
  readonly messageId: string;
  readonly variables: string;
  readonly tenantId: string;
}

export interface ResolveIncidentRequest extends Referred {
  readonly incidentKey: string;
}

export interface BroadcastSignalRequest {
  readonly signalName: string;
  readonly variables: string;
  readonly tenantId: string;
}

export interface DeleteResourceRequest extends Referred {
  readonly resourceKey: string;
}

export interface ActivateInstruction {
  readonly elementId: string;
  readonly ancestorElementInstanceKey: string;
  readonly variableInstructions: readonly { readonly variables: string; readonly scopeId: string }[];
}

export interface ModifyProcessInstanceRequest extends Referred {
  readonly processInstanceKey: string;
  readonly activateInstructions: readonly ActivateInstruction[];
  readonly terminateInstructions: readonly { readonly elementInstanceKey: string }[];
}

export interface MigrateProcessInstanceRequest extends Referred {
  readonly processInstanceKey: string;
  readonly migrationPlan: {
    readonly targetProcessDefinitionKey: string;
    readonly mappingInstructions: readonly {
      readonly sourceElementId: string;
      readonly targetElementId: string;
    }[];
  } | null;
}

export interface SetVariablesRequest extends Referred {
  readonly elementInstanceKey: string;
  readonly variables: string;
  readonly local: boolean;
}

export interface EvaluateDecisionRequest {
  readonly decisionKey: string;
  readonly decisionId: string;
  readonly variables: string;
  readonly tenantId: string;
}

/** A job of an ActivateJobs answer. Integers as numbers: encoding them from text takes most of the time of a list. */
export interface ActivatedJob {
  readonly key: number;
  readonly type: string;
  readonly processInstanceKey: number;
  readonly bpmnProcessId: string;
  readonly processDefinitionVersion: number;
  readonly processDefinitionKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly customHeaders: string;
  readonly worker: string;
  readonly retries: number;
  readonly deadline: number;
  readonly variables: string;
  readonly tenantId: string;
}
