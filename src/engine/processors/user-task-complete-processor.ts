import type { CommandProcessor } from './command-processor';
import { checkUserTask } from './user-task-precondition';

export const processCompleteUserTask: CommandProcessor<'USER_TASK'> = (command, context) => {
  const { state, writers, eventTriggers } = context;
  const task = checkUserTask('complete', command.key, state.userTasks.get(command.key));
  if ('reason' in task) {
    writers.reject(command, task);
    return;
  }
  const { variables = {}, action = '' } = command.value;
  const value = { ...task.value, variables, action: action === '' ? 'complete' : action };
  writers.event('USER_TASK', 'COMPLETING', task.key, value);
  writers.event('USER_TASK', 'COMPLETED', task.key, value);
  const element = state.elements.get(value.elementInstanceKey);
  const scope = element && state.elements.get(element.parentKey);
  if (element !== undefined && scope?.state === 'ELEMENT_ACTIVATED') {
    eventTriggers.triggering(element.key, value.elementId, variables, value);
    writers.command('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', element.key, element.value);
  }
  writers.respond(command, 'COMPLETED', task.key, value);
};
