/** Every command and its processor. */
import type { CommandIntent, CommandValueType } from '../intents';
import type { RecordValueType } from '../values';
import type { CommandEntry } from '../command-entry';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { processEvaluateDecision } from './decision-evaluation-evaluate-processor';
import { processCreateDeployment } from './deployment-create-processor';
import { processResolveIncident } from './incident-resolve-processor';
import { processActivateJobs } from './job-batch-activate-processor';
import { processCompleteJob } from './job-complete-processor';
import { processFailJob } from './job-fail-processor';
import { processRecurJob } from './job-recur-processor';
import { processThrowError } from './job-throw-error-processor';
import { processTimeOutJob } from './job-time-out-processor';
import { processUpdateRetries } from './job-update-retries-processor';
import { processUpdateTimeout } from './job-update-timeout-processor';
import { processYieldJob } from './job-yield-processor';
import { processExpireMessages } from './message-batch-expire-processor';
import { processPublishMessage } from './message-publish-processor';
import { processCorrelateMessageSubscription } from './message-subscription-correlate-processor';
import { processCreateMessageSubscription } from './message-subscription-create-processor';
import { processDeleteMessageSubscription } from './message-subscription-delete-processor';
import { processMigrateMessageSubscription } from './message-subscription-migrate-processor';
import { processRejectMessageSubscription } from './message-subscription-reject-processor';
import { processActivateElement } from './process-instance-activate-element-processor';
import { processBatchActivate } from './process-instance-batch-activate-processor';
import { processBatchTerminate } from './process-instance-batch-terminate-processor';
import { processCancelInstance } from './process-instance-cancel-processor';
import { processCompleteElement } from './process-instance-complete-element-processor';
import { processCompleteExecutionListener } from './process-instance-complete-execution-listener-processor';
import { processCreateInstance } from './process-instance-creation-create-processor';
import { processCreateInstanceWithResult } from './process-instance-creation-create-with-result-processor';
import { processMigrateInstance } from './process-instance-migration-migrate-processor';
import { processModifyInstance } from './process-instance-modification-modify-processor';
import { processTerminateElement } from './process-instance-terminate-element-processor';
import { processCorrelateProcessMessageSubscription } from './process-message-subscription-correlate-processor';
import { processCreateProcessMessageSubscription } from './process-message-subscription-create-processor';
import { processDeleteProcessMessageSubscription } from './process-message-subscription-delete-processor';
import { processDeleteResource } from './resource-deletion-delete-processor';
import { processBroadcastSignal } from './signal-broadcast-processor';
import { processTriggerTimer } from './timer-trigger-processor';
import { processAssignUserTask, processClaimUserTask } from './user-task-assign-processor';
import { processCompleteUserTask } from './user-task-complete-processor';
import { processUpdateUserTask } from './user-task-update-processor';
import { processUpdateVariables } from './variable-document-update-processor';

type Processors = {
  readonly [T in CommandValueType]: Readonly<Record<CommandIntent<T>, CommandProcessor<T>>>;
};

const PROCESSORS: Processors = {
  PROCESS_INSTANCE: {
    ACTIVATE_ELEMENT: processActivateElement,
    COMPLETE_ELEMENT: processCompleteElement,
    TERMINATE_ELEMENT: processTerminateElement,
    COMPLETE_EXECUTION_LISTENER: processCompleteExecutionListener,
    CANCEL: processCancelInstance,
  },
  PROCESS_INSTANCE_CREATION: {
    CREATE: processCreateInstance,
    CREATE_WITH_AWAITING_RESULT: processCreateInstanceWithResult,
  },
  PROCESS_INSTANCE_BATCH: { ACTIVATE: processBatchActivate, TERMINATE: processBatchTerminate },
  PROCESS_INSTANCE_MIGRATION: { MIGRATE: processMigrateInstance },
  PROCESS_INSTANCE_MODIFICATION: { MODIFY: processModifyInstance },
  VARIABLE_DOCUMENT: { UPDATE: processUpdateVariables },
  JOB: {
    COMPLETE: processCompleteJob,
    FAIL: processFailJob,
    THROW_ERROR: processThrowError,
    UPDATE_RETRIES: processUpdateRetries,
    UPDATE_TIMEOUT: processUpdateTimeout,
    TIME_OUT: processTimeOutJob,
    RECUR_AFTER_BACKOFF: processRecurJob,
    YIELD: processYieldJob,
  },
  USER_TASK: {
    ASSIGN: processAssignUserTask,
    CLAIM: processClaimUserTask,
    UPDATE: processUpdateUserTask,
    COMPLETE: processCompleteUserTask,
  },
  JOB_BATCH: { ACTIVATE: processActivateJobs },
  INCIDENT: { RESOLVE: processResolveIncident },
  TIMER: { TRIGGER: processTriggerTimer },
  MESSAGE: { PUBLISH: processPublishMessage },
  MESSAGE_BATCH: { EXPIRE: processExpireMessages },
  MESSAGE_SUBSCRIPTION: {
    CREATE: processCreateMessageSubscription,
    CORRELATE: processCorrelateMessageSubscription,
    REJECT: processRejectMessageSubscription,
    DELETE: processDeleteMessageSubscription,
    MIGRATE: processMigrateMessageSubscription,
  },
  PROCESS_MESSAGE_SUBSCRIPTION: {
    CREATE: processCreateProcessMessageSubscription,
    CORRELATE: processCorrelateProcessMessageSubscription,
    DELETE: processDeleteProcessMessageSubscription,
  },
  SIGNAL: { BROADCAST: processBroadcastSignal },
  RESOURCE_DELETION: { DELETE: processDeleteResource },
  DECISION_EVALUATION: { EVALUATE: processEvaluateDecision },
  DEPLOYMENT: { CREATE: processCreateDeployment },
};

type AnyProcessor = (command: CommandEntry, context: ProcessorContext) => void;

/** Undefined when the engine knows no such command. */
export function findProcessor(valueType: RecordValueType, intent: string): AnyProcessor | undefined {
  const processors = PROCESSORS as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return processors[valueType]?.[intent] as AnyProcessor | undefined;
}

/** Commands that only the engine itself may give. */
const INTERNAL: Readonly<Record<string, readonly string[]>> = {
  PROCESS_INSTANCE: [
    'ACTIVATE_ELEMENT',
    'COMPLETE_ELEMENT',
    'TERMINATE_ELEMENT',
    'COMPLETE_EXECUTION_LISTENER',
  ],
  PROCESS_INSTANCE_BATCH: ['ACTIVATE', 'TERMINATE'],
  MESSAGE_SUBSCRIPTION: ['CREATE', 'CORRELATE', 'REJECT', 'DELETE', 'MIGRATE'],
  PROCESS_MESSAGE_SUBSCRIPTION: ['CREATE', 'CORRELATE', 'DELETE'],
};

export function isInternal(valueType: string, intent: string): boolean {
  return INTERNAL[valueType]?.includes(intent) ?? false;
}
