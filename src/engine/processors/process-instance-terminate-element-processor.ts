import type { CommandProcessor } from './command-processor';
import { refuseTermination } from './element-command-guard';

export const processTerminateElement: CommandProcessor<'PROCESS_INSTANCE'> = (command, context) => {
  const { transitions, state, elements, writers } = context;
  const reason = refuseTermination(command, state);
  if (reason !== undefined) {
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  const terminating = { key: command.key, value: command.value };
  transitions.toTerminating(terminating);
  const node = state.processes.model(command.value.processDefinitionKey).nodeOf(command.value);
  elements.of(node.element.type).onTerminate(node, terminating);
};
