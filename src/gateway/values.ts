/** The fields of engine answers that the gateway passes on: Zeebe record values. */
import type { CommandEvent } from './engine-port';

export interface JobValue {
  readonly type: string;
  readonly processInstanceKey: number;
  readonly bpmnProcessId: string;
  readonly processDefinitionVersion: number;
  readonly processDefinitionKey: number;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly worker: string;
  readonly retries: number;
  readonly deadline: number;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly tenantId?: string;
}

export interface JobBatchValue {
  readonly jobKeys: readonly number[];
  readonly jobs: readonly JobValue[];
  readonly truncated: boolean;
}

export interface ProcessInstanceValue {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface DeploymentValue {
  readonly processesMetadata?: readonly {
    readonly bpmnProcessId: string;
    readonly version: number;
    readonly processDefinitionKey: number;
    readonly resourceName: string;
  }[];
  readonly decisionsMetadata?: readonly {
    readonly decisionId: string;
    readonly decisionName: string;
    readonly version: number;
    readonly decisionKey: number;
    readonly decisionRequirementsId: string;
    readonly decisionRequirementsKey: number;
  }[];
  readonly decisionRequirementsMetadata?: readonly {
    readonly decisionRequirementsId: string;
    readonly decisionRequirementsName: string;
    readonly decisionRequirementsVersion: number;
    readonly decisionRequirementsKey: number;
    readonly resourceName: string;
  }[];
  readonly formMetadata?: readonly {
    readonly formId: string;
    readonly version: number;
    readonly formKey: number;
    readonly resourceName: string;
  }[];
}

export interface DecisionEvaluationValue {
  readonly decisionKey: number;
  readonly decisionId: string;
  readonly decisionName: string;
  readonly decisionVersion: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly decisionOutput: string;
  /** With the field names of the protocol. */
  readonly evaluatedDecisions: readonly object[];
  readonly evaluationFailureMessage: string;
  readonly failedDecisionId: string;
}

export function valueOf<Value>(event: CommandEvent): Value {
  return event.value as unknown as Value;
}
