/** Every scenario. */
import type { Script } from '../kit/steps';
import { callActivitiesScripts } from './call-activities';
import { compensationScripts } from './compensation';
import { decisionsScripts } from './decisions';
import { deploymentsScripts } from './deployments';
import { errorsScripts } from './errors';
import { escalationsScripts } from './escalations';
import { eventSubprocessesScripts } from './event-subprocesses';
import { executionListenersScripts } from './execution-listeners';
import { formsScripts } from './forms';
import { eventsScripts } from './events';
import { gatewaysScripts } from './gateways';
import { headersScripts } from './headers';
import { jobsScripts } from './jobs';
import { lifecycleScripts } from './lifecycle';
import { linksScripts } from './links';
import { messagesScripts } from './messages';
import { migrationsScripts } from './migrations';
import { modificationsScripts } from './modifications';
import { multiInstanceScripts } from './multi-instance';
import { resourceDeletionsScripts } from './resource-deletions';
import { nativeUserTasksScripts } from './native-user-tasks';
import { signalsScripts } from './signals';
import { startAtGatewaysScripts } from './start-at-gateways';
import { startInstructionsScripts } from './start-instructions';
import { timersScripts } from './timers';
import { variablesScripts } from './variables';
import { tasksScripts } from './tasks';
import { boundariesScripts } from './boundaries';
import { eventSubprocessKindsScripts } from './event-subprocess-kinds';
import { orderScripts } from './order';
import { resultsScripts } from './results';
import { refusalsScripts } from './refusals';
import { feelScripts } from './feel';
import { numbersScripts } from './numbers';
import { documentsScripts } from './documents';
import { clockworkScripts } from './clockwork';

/** Recorded, but the embedded engine does not run their elements yet. */
export const awaiting: readonly Script[] = [];

export const scripts: readonly Script[] = [
  ...callActivitiesScripts,
  ...tasksScripts,
  ...boundariesScripts,
  ...eventSubprocessKindsScripts,
  ...orderScripts,
  ...resultsScripts,
  ...refusalsScripts,
  ...feelScripts,
  ...numbersScripts,
  ...documentsScripts,
  ...clockworkScripts,
  ...compensationScripts,
  ...decisionsScripts,
  ...deploymentsScripts,
  ...errorsScripts,
  ...escalationsScripts,
  ...eventSubprocessesScripts,
  ...executionListenersScripts,
  ...formsScripts,
  ...eventsScripts,
  ...gatewaysScripts,
  ...headersScripts,
  ...jobsScripts,
  ...lifecycleScripts,
  ...linksScripts,
  ...messagesScripts,
  ...multiInstanceScripts,
  ...migrationsScripts,
  ...modificationsScripts,
  ...resourceDeletionsScripts,
  ...nativeUserTasksScripts,
  ...signalsScripts,
  ...startAtGatewaysScripts,
  ...startInstructionsScripts,
  ...timersScripts,
  ...variablesScripts,
];
