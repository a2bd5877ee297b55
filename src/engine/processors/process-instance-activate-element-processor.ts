import type { ElementContext } from '../behaviors/element-context';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { refuseActivation } from './element-command-guard';

export const processActivateElement: CommandProcessor<'PROCESS_INSTANCE'> = (command, context) => {
  const reason = refuseActivation(command, context.state);
  if (reason === undefined) activateElement(command, context);
  else context.writers.reject(command, { type: 'INVALID_STATE', reason });
};

function activateElement(command: ElementContext, context: ProcessorContext): void {
  const { transitions, incidents, state, elements, executionListeners } = context;
  const activating = transitions.toActivating({ key: command.key, value: command.value });
  const node = state.processes.model(command.value.processDefinitionKey).nodeOf(command.value);
  const processor = elements.of(node.element.type);
  const failure =
    transitions.onChildActivating(activating) ??
    processor.onActivate?.(node, activating) ??
    executionListeners.begin('START', node, activating, processor);
  if (failure !== undefined) incidents.createForElement(failure, activating);
}
