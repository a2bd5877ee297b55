/** Every event and its applier. An event without one is a bug. */
import type { EventIntent, EventValueType } from '../intents';
import type { EngineState } from '../state/engine-state';
import type { RecordValues, RecordValueType } from '../values';
import type { Applier } from './applier';
import { applyCompensationSubscriptionRemoved } from './compensation-subscription-removed-applier';
import { applyCompensationSubscriptionWritten } from './compensation-subscription-written-applier';
import { applyDecisionCreated } from './decision-created-applier';
import { applyDecisionDeleted } from './decision-deleted-applier';
import { applyDecisionRequirementsCreated } from './decision-requirements-created-applier';
import { applyDecisionRequirementsDeleted } from './decision-requirements-deleted-applier';
import { applyFormCreated } from './form-created-applier';
import { applyFormDeleted } from './form-deleted-applier';
import { applyIncidentCreated } from './incident-created-applier';
import { applyIncidentResolved } from './incident-resolved-applier';
import { applyJobBatchActivated } from './job-batch-activated-applier';
import { applyJobCanceled } from './job-canceled-applier';
import { applyJobCompleted } from './job-completed-applier';
import { applyJobCreated } from './job-created-applier';
import { applyJobErrorThrown } from './job-error-thrown-applier';
import { applyJobFailed } from './job-failed-applier';
import { applyJobRecurred } from './job-recurred-applier';
import { applyJobRetriesUpdated } from './job-retries-updated-applier';
import { applyJobTimedOut } from './job-timed-out-applier';
import { applyJobTimeoutUpdated } from './job-timeout-updated-applier';
import { applyJobYielded } from './job-yielded-applier';
import { applyMessageExpired } from './message-expired-applier';
import { applyMessagePublished } from './message-published-applier';
import { applyMessageStartEventSubscriptionCorrelated } from './message-start-event-subscription-correlated-applier';
import { applyMessageStartEventSubscriptionCreated } from './message-start-event-subscription-created-applier';
import { applyMessageStartEventSubscriptionDeleted } from './message-start-event-subscription-deleted-applier';
import { applyMessageSubscriptionCorrelated } from './message-subscription-correlated-applier';
import { applyMessageSubscriptionCorrelating } from './message-subscription-correlating-applier';
import { applyMessageSubscriptionCreated } from './message-subscription-created-applier';
import { applyMessageSubscriptionDeleted } from './message-subscription-deleted-applier';
import { applyMessageSubscriptionRejected } from './message-subscription-rejected-applier';
import { applyProcessCreated } from './process-created-applier';
import { applyProcessDeleted } from './process-deleted-applier';
import { applyProcessEventTriggered } from './process-event-triggered-applier';
import { applyProcessEventTriggering } from './process-event-triggering-applier';
import { applyElementActivated } from './process-instance-element-activated-applier';
import { applyElementActivating } from './process-instance-element-activating-applier';
import { applyElementCompleted } from './process-instance-element-completed-applier';
import { applyElementCompleting } from './process-instance-element-completing-applier';
import { applyElementTerminated } from './process-instance-element-terminated-applier';
import { applyElementTerminating } from './process-instance-element-terminating-applier';
import { applyProcessInstanceModified } from './process-instance-modified-applier';
import { applySequenceFlowTaken } from './process-instance-sequence-flow-taken-applier';
import { applyProcessMessageSubscriptionCorrelated } from './process-message-subscription-correlated-applier';
import { applyProcessMessageSubscriptionCreated } from './process-message-subscription-created-applier';
import { applyProcessMessageSubscriptionCreating } from './process-message-subscription-creating-applier';
import { applyProcessMessageSubscriptionDeleted } from './process-message-subscription-deleted-applier';
import { applyProcessMessageSubscriptionDeleting } from './process-message-subscription-deleting-applier';
import { applySignalSubscriptionCreated } from './signal-subscription-created-applier';
import { applySignalSubscriptionDeleted } from './signal-subscription-deleted-applier';
import { applyTimerCanceled } from './timer-canceled-applier';
import { applyTimerCreated } from './timer-created-applier';
import { applyTimerTriggered } from './timer-triggered-applier';
import { applyElementMigrated } from './process-instance-element-migrated-applier';
import { applyJobMigrated } from './job-migrated-applier';
import { applyIncidentMigrated } from './incident-migrated-applier';
import { applyTimerMigrated } from './timer-migrated-applier';
import { applySignalSubscriptionMigrated } from './signal-subscription-migrated-applier';
import { applyMessageSubscriptionMigrated } from './message-subscription-migrated-applier';
import { applyProcessMessageSubscriptionMigrated } from './process-message-subscription-migrated-applier';
import { applyUserTaskChanged } from './user-task-changed-applier';
import { applyUserTaskChanging } from './user-task-changing-applier';
import { applyUserTaskCreating } from './user-task-creating-applier';
import { applyUserTaskEnded } from './user-task-ended-applier';
import { applyVariableWritten } from './variable-written-applier';

const changesNothing = (): void => undefined;

type Appliers = { readonly [T in EventValueType]: Readonly<Record<EventIntent<T>, Applier<T>>> };

const APPLIERS: Appliers = {
  PROCESS_INSTANCE: {
    ELEMENT_ACTIVATING: applyElementActivating,
    ELEMENT_ACTIVATED: applyElementActivated,
    ELEMENT_COMPLETING: applyElementCompleting,
    ELEMENT_COMPLETED: applyElementCompleted,
    ELEMENT_TERMINATING: applyElementTerminating,
    ELEMENT_TERMINATED: applyElementTerminated,
    SEQUENCE_FLOW_TAKEN: applySequenceFlowTaken,
    ELEMENT_MIGRATED: applyElementMigrated,
  },
  PROCESS_INSTANCE_CREATION: { CREATED: changesNothing },
  PROCESS_INSTANCE_MIGRATION: { MIGRATED: changesNothing },
  PROCESS_INSTANCE_MODIFICATION: { MODIFIED: applyProcessInstanceModified },
  PROCESS_EVENT: { TRIGGERING: applyProcessEventTriggering, TRIGGERED: applyProcessEventTriggered },
  VARIABLE: { CREATED: applyVariableWritten, UPDATED: applyVariableWritten, MIGRATED: changesNothing },
  VARIABLE_DOCUMENT: { UPDATED: changesNothing },
  JOB: {
    CREATED: applyJobCreated,
    COMPLETED: applyJobCompleted,
    FAILED: applyJobFailed,
    ERROR_THROWN: applyJobErrorThrown,
    RETRIES_UPDATED: applyJobRetriesUpdated,
    TIMED_OUT: applyJobTimedOut,
    RECURRED_AFTER_BACKOFF: applyJobRecurred,
    CANCELED: applyJobCanceled,
    TIMEOUT_UPDATED: applyJobTimeoutUpdated,
    YIELDED: applyJobYielded,
    MIGRATED: applyJobMigrated,
  },
  JOB_BATCH: { ACTIVATED: applyJobBatchActivated },
  INCIDENT: {
    CREATED: applyIncidentCreated,
    RESOLVED: applyIncidentResolved,
    MIGRATED: applyIncidentMigrated,
  },
  TIMER: {
    CREATED: applyTimerCreated,
    TRIGGERED: applyTimerTriggered,
    CANCELED: applyTimerCanceled,
    MIGRATED: applyTimerMigrated,
  },
  MESSAGE: { PUBLISHED: applyMessagePublished, EXPIRED: applyMessageExpired },
  MESSAGE_SUBSCRIPTION: {
    CREATED: applyMessageSubscriptionCreated,
    CORRELATING: applyMessageSubscriptionCorrelating,
    CORRELATED: applyMessageSubscriptionCorrelated,
    REJECTED: applyMessageSubscriptionRejected,
    DELETED: applyMessageSubscriptionDeleted,
    MIGRATED: applyMessageSubscriptionMigrated,
  },
  PROCESS_MESSAGE_SUBSCRIPTION: {
    CREATING: applyProcessMessageSubscriptionCreating,
    CREATED: applyProcessMessageSubscriptionCreated,
    CORRELATED: applyProcessMessageSubscriptionCorrelated,
    DELETING: applyProcessMessageSubscriptionDeleting,
    DELETED: applyProcessMessageSubscriptionDeleted,
    MIGRATED: applyProcessMessageSubscriptionMigrated,
  },
  MESSAGE_START_EVENT_SUBSCRIPTION: {
    CREATED: applyMessageStartEventSubscriptionCreated,
    CORRELATED: applyMessageStartEventSubscriptionCorrelated,
    DELETED: applyMessageStartEventSubscriptionDeleted,
  },
  SIGNAL: { BROADCASTED: changesNothing },
  SIGNAL_SUBSCRIPTION: {
    CREATED: applySignalSubscriptionCreated,
    DELETED: applySignalSubscriptionDeleted,
    MIGRATED: applySignalSubscriptionMigrated,
  },
  USER_TASK: {
    CREATING: applyUserTaskCreating,
    CREATED: applyUserTaskChanged,
    ASSIGNING: applyUserTaskChanging('ASSIGNING'),
    ASSIGNED: applyUserTaskChanged,
    UPDATING: applyUserTaskChanging('UPDATING'),
    UPDATED: applyUserTaskChanged,
    COMPLETING: applyUserTaskChanging('COMPLETING'),
    COMPLETED: applyUserTaskEnded,
    CANCELING: applyUserTaskChanging('CANCELING'),
    CANCELED: applyUserTaskEnded,
  },
  ESCALATION: { ESCALATED: changesNothing, NOT_ESCALATED: changesNothing },
  COMPENSATION_SUBSCRIPTION: {
    CREATED: applyCompensationSubscriptionWritten,
    TRIGGERED: applyCompensationSubscriptionWritten,
    COMPLETED: applyCompensationSubscriptionRemoved,
    DELETED: applyCompensationSubscriptionRemoved,
  },
  PROCESS: { CREATED: applyProcessCreated, DELETING: changesNothing, DELETED: applyProcessDeleted },
  FORM: { CREATED: applyFormCreated, DELETED: applyFormDeleted },
  RESOURCE_DELETION: { DELETING: changesNothing, DELETED: changesNothing },
  DECISION: { CREATED: applyDecisionCreated, DELETED: applyDecisionDeleted },
  DECISION_REQUIREMENTS: {
    CREATED: applyDecisionRequirementsCreated,
    DELETED: applyDecisionRequirementsDeleted,
  },
  DECISION_EVALUATION: { EVALUATED: changesNothing, FAILED: changesNothing },
  DEPLOYMENT: { CREATED: changesNothing },
};

export class EventAppliers {
  constructor(private readonly state: EngineState) {}

  apply<T extends EventValueType & RecordValueType>(
    valueType: T,
    intent: EventIntent<T>,
    key: number,
    value: RecordValues[T],
  ): void {
    const appliers = APPLIERS[valueType] as Readonly<Record<string, Applier<T>>>;
    const applier = appliers[intent];
    if (applier === undefined)
      throw new Error(`Expected an applier of ${valueType} ${intent}, but there is none`);
    applier(key, value, this.state);
  }
}
