/** Every handler, one line each. Value types without one are stored as records and not projected. */
import type { Handler } from '../handler';
import { decisionHandler } from './decision';
import { decisionRequirementsHandler } from './decision-requirements';
import { formHandler } from './form';
import { incidentHandler } from './incident';
import { jobHandler } from './job';
import { processHandler } from './process';
import { processInstanceHandler } from './process-instance';
import { processMessageSubscriptionHandler } from './process-message-subscription';
import { timerHandler } from './timer';
import { userTaskHandler } from './user-task';
import { variableHandler } from './variable';

export const handlers: readonly Handler[] = [
  decisionHandler,
  decisionRequirementsHandler,
  formHandler,
  incidentHandler,
  jobHandler,
  processHandler,
  processInstanceHandler,
  processMessageSubscriptionHandler,
  timerHandler,
  userTaskHandler,
  variableHandler,
];
