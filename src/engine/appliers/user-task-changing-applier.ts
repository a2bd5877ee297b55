import type { UserTaskStatus } from '../state/user-task-state';
import type { Applier } from './applier';

/** ASSIGNING, UPDATING, COMPLETING and CANCELING: the change itself comes with the event that follows. */
export function applyUserTaskChanging(status: UserTaskStatus): Applier<'USER_TASK'> {
  return (key, _value, state) => state.userTasks.setStatus(key, status);
}
