import type { CommandProcessor } from './command-processor';

export const processCancelInstance: CommandProcessor<'PROCESS_INSTANCE'> = (command, { state, writers }) => {
  const instance = state.elements.get(command.key);
  const found = instance !== undefined && instance.state !== 'ELEMENT_TERMINATING' && instance.parentKey < 0;
  if (!found) {
    const reason = `Expected to cancel a process instance with key '${command.key}', but no such process was found`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  writers.command('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', instance.key, instance.value);
  writers.respond(command, 'ELEMENT_TERMINATING', instance.key, instance.value);
};
