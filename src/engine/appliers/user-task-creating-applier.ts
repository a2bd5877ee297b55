import type { Applier } from './applier';

export const applyUserTaskCreating: Applier<'USER_TASK'> = (key, value, state) => {
  state.userTasks.put(key, 'CREATING', value);
  state.elements.update(value.elementInstanceKey, { userTaskKey: key });
};
