/** Every call of the protocol, by its name there. */
import { cancelProcessInstance } from './cancel-process-instance';
import { completeJob } from './complete-job';
import { createProcessInstance } from './create-process-instance';
import { createProcessInstanceWithResult } from './create-process-instance-with-result';
import { deployProcess } from './deploy-process';
import { deployResource } from './deploy-resource';
import { failJob } from './fail-job';
import { publishMessage } from './publish-message';
import { resolveIncident } from './resolve-incident';
import { setVariables } from './set-variables';
import { throwError } from './throw-error';
import { updateJobRetries } from './update-job-retries';

/** Calls that become one command. */
export const unaryRpcs = {
  CancelProcessInstance: cancelProcessInstance,
  CompleteJob: completeJob,
  CreateProcessInstance: createProcessInstance,
  CreateProcessInstanceWithResult: createProcessInstanceWithResult,
  DeployProcess: deployProcess,
  DeployResource: deployResource,
  FailJob: failJob,
  PublishMessage: publishMessage,
  ResolveIncident: resolveIncident,
  SetVariables: setVariables,
  ThrowError: throwError,
  UpdateJobRetries: updateJobRetries,
} as const;

/** Calls whose feature the engine does not have yet. */
export const unavailableRpcs = [
  'BroadcastSignal',
  'DeleteResource',
  'EvaluateDecision',
  'ModifyProcessInstance',
  'StreamActivatedJobs',
] as const;
