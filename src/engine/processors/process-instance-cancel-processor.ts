import type { StateView } from '../state/engine-state';
import type { ProcessInstanceValue } from '../values';
import type { CommandProcessor } from './command-processor';

export const processCancelInstance: CommandProcessor<'PROCESS_INSTANCE'> = (command, { state, writers }) => {
  const instance = state.elements.get(command.key);
  const found = instance !== undefined && instance.state !== 'ELEMENT_TERMINATING' && instance.parentKey < 0;
  if (!found) {
    const reason = `Expected to cancel a process instance with key '${command.key}', but no such process was found`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  if (instance.value.parentProcessInstanceKey > 0) {
    const reason =
      `Expected to cancel a process instance with key '${command.key}', but it is created by a parent process ` +
      `instance. Cancel the root process instance '${rootOf(instance.value, state)}' instead.`;
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  writers.command('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', instance.key, instance.value);
  writers.respond(command, 'ELEMENT_TERMINATING', instance.key, instance.value);
};

function rootOf(value: ProcessInstanceValue, state: StateView): number {
  const parent = state.elements.get(value.parentProcessInstanceKey);
  return parent === undefined ? value.processInstanceKey : rootOf(parent.value, state);
}
