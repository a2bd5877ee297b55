import type { CommandProcessor } from './command-processor';
import { refuseListenerCompletion } from './element-command-guard';

export const processCompleteExecutionListener: CommandProcessor<'PROCESS_INSTANCE'> = (command, context) => {
  const { state, elements, executionListeners, incidents, writers } = context;
  const reason = refuseListenerCompletion(command, state);
  if (reason !== undefined) {
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  const element = { key: command.key, value: command.value };
  const node = state.processes.model(command.value.processDefinitionKey).nodeOf(command.value);
  const processor = elements.of(node.element.type);
  const moment = state.elements.get(command.key)?.state === 'ELEMENT_ACTIVATING' ? 'START' : 'END';
  const failure = executionListeners.next(moment, node, element, processor);
  if (failure !== undefined) incidents.createForElement(failure, element);
};
