/** Every scenario. */
import type { Script } from '../kit/steps';
import { callActivitiesScripts } from './call-activities';
import { deploymentsScripts } from './deployments';
import { errorsScripts } from './errors';
import { eventSubprocessesScripts } from './event-subprocesses';
import { gatewaysScripts } from './gateways';
import { jobsScripts } from './jobs';
import { lifecycleScripts } from './lifecycle';
import { messagesScripts } from './messages';
import { multiInstanceScripts } from './multi-instance';
import { signalsScripts } from './signals';
import { timersScripts } from './timers';
import { variablesScripts } from './variables';

/** Recorded, but the embedded engine does not run their elements yet. */
export const awaiting: readonly Script[] = [];

export const scripts: readonly Script[] = [
  ...callActivitiesScripts,
  ...deploymentsScripts,
  ...errorsScripts,
  ...eventSubprocessesScripts,
  ...gatewaysScripts,
  ...jobsScripts,
  ...lifecycleScripts,
  ...messagesScripts,
  ...multiInstanceScripts,
  ...signalsScripts,
  ...timersScripts,
  ...variablesScripts,
];
