import type { CommandProcessor, ProcessorContext } from './command-processor';
import type { CommandEntry } from '../command-entry';
import type { UserTask } from '../state/user-task-state';
import { checkUserTask } from './user-task-precondition';

export const processAssignUserTask: CommandProcessor<'USER_TASK'> = (command, context) => {
  const task = checkUserTask('assign', command.key, context.state.userTasks.get(command.key));
  if ('reason' in task) context.writers.reject(command, task);
  else assign(command, task, 'assign', context);
};

export const processClaimUserTask: CommandProcessor<'USER_TASK'> = (command, context) => {
  const { writers, state } = context;
  const task = checkUserTask('claim', command.key, state.userTasks.get(command.key));
  if ('reason' in task) {
    writers.reject(command, task);
    return;
  }
  const { assignee = '' } = command.value;
  const begin = `Expected to claim user task with key '${command.key}', but`;
  const reason =
    assignee.trim() === ''
      ? `${begin} provided assignee is empty`
      : task.value.assignee.trim() !== '' && task.value.assignee !== assignee
        ? `${begin} it has already been assigned`
        : undefined;
  if (reason !== undefined) writers.reject(command, { type: 'INVALID_STATE', reason });
  else assign(command, task, 'claim', context);
};

function assign(
  command: CommandEntry<'USER_TASK'>,
  task: UserTask,
  action: string,
  { writers }: ProcessorContext,
): void {
  const { assignee = '', action: given = '' } = command.value as Partial<typeof command.value>;
  const value = { ...task.value, assignee, action: given === '' ? action : given };
  writers.event('USER_TASK', 'ASSIGNING', task.key, value);
  writers.event('USER_TASK', 'ASSIGNED', task.key, value);
  writers.respond(command, 'ASSIGNED', task.key, value);
}
