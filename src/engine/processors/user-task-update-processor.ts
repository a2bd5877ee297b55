import type { UserTaskValue } from '../values';
import type { CommandProcessor } from './command-processor';
import { checkUserTask } from './user-task-precondition';

const CHANGEABLE = [
  'candidateGroupsList',
  'candidateUsersList',
  'dueDate',
  'followUpDate',
  'priority',
] as const satisfies readonly (keyof UserTaskValue)[];

/** Changes the attributes that the command names. */
export const processUpdateUserTask: CommandProcessor<'USER_TASK'> = (command, { state, writers }) => {
  const task = checkUserTask('update', command.key, state.userTasks.get(command.key));
  if ('reason' in task) {
    writers.reject(command, task);
    return;
  }
  const { changedAttributes = [], action = '' } = command.value;
  const changed = CHANGEABLE.filter((name) => changedAttributes.includes(name));
  const value = {
    ...task.value,
    ...Object.fromEntries(changed.map((name) => [name, command.value[name] ?? task.value[name]])),
    changedAttributes: changed,
    action: action === '' ? 'update' : action,
  };
  writers.event('USER_TASK', 'UPDATING', task.key, value);
  writers.event('USER_TASK', 'UPDATED', task.key, value);
  writers.respond(command, 'UPDATED', task.key, value);
};
