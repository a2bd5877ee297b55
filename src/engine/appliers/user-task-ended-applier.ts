import { NO_KEY } from '../values';
import type { Applier } from './applier';

/** COMPLETED and CANCELED. */
export const applyUserTaskEnded: Applier<'USER_TASK'> = (key, value, state) => {
  state.userTasks.delete(key);
  state.elements.update(value.elementInstanceKey, { userTaskKey: NO_KEY });
};
