import type { Applier } from './applier';

/** CREATED, ASSIGNED and UPDATED. */
export const applyUserTaskChanged: Applier<'USER_TASK'> = (key, value, state) => {
  state.userTasks.put(key, 'CREATED', value);
};
