import type { CommandProcessor } from './command-processor';
import { refuseCompletion } from './element-command-guard';

export const processCompleteElement: CommandProcessor<'PROCESS_INSTANCE'> = (command, context) => {
  const { transitions, incidents, state, elements, writers, executionListeners } = context;
  const reason = refuseCompletion(command, state);
  if (reason !== undefined) {
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  const completing = { key: command.key, value: command.value };
  transitions.toCompleting(completing);
  const node = state.processes.model(command.value.processDefinitionKey).nodeOf(command.value);
  const processor = elements.of(node.element.type);
  const failure =
    processor.onComplete?.(node, completing) ?? executionListeners.begin('END', node, completing, processor);
  if (failure !== undefined) incidents.createForElement(failure, completing);
};
