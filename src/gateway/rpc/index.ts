/** Every call of the protocol, by its name there. */
import { broadcastSignal } from './broadcast-signal';
import { cancelProcessInstance } from './cancel-process-instance';
import { completeJob } from './complete-job';
import { createProcessInstance } from './create-process-instance';
import { createProcessInstanceWithResult } from './create-process-instance-with-result';
import { deleteResource } from './delete-resource';
import { deployProcess } from './deploy-process';
import { deployResource } from './deploy-resource';
import { evaluateDecision } from './evaluate-decision';
import { failJob } from './fail-job';
import { migrateProcessInstance } from './migrate-process-instance';
import { modifyProcessInstance } from './modify-process-instance';
import { publishMessage } from './publish-message';
import { resolveIncident } from './resolve-incident';
import { setVariables } from './set-variables';
import { throwError } from './throw-error';
import { updateJobRetries } from './update-job-retries';
import { updateJobTimeout } from './update-job-timeout';

/** Calls that become one command. */
export const unaryRpcs = {
  BroadcastSignal: broadcastSignal,
  CancelProcessInstance: cancelProcessInstance,
  CompleteJob: completeJob,
  CreateProcessInstance: createProcessInstance,
  CreateProcessInstanceWithResult: createProcessInstanceWithResult,
  DeleteResource: deleteResource,
  DeployProcess: deployProcess,
  DeployResource: deployResource,
  EvaluateDecision: evaluateDecision,
  FailJob: failJob,
  MigrateProcessInstance: migrateProcessInstance,
  ModifyProcessInstance: modifyProcessInstance,
  PublishMessage: publishMessage,
  ResolveIncident: resolveIncident,
  SetVariables: setVariables,
  ThrowError: throwError,
  UpdateJobRetries: updateJobRetries,
  UpdateJobTimeout: updateJobTimeout,
} as const;
