import type { CommandProcessor } from './command-processor';

/** The inner instances of a multi-instance body. */
export const processBatchActivate: CommandProcessor<'PROCESS_INSTANCE_BATCH'> = (
  command,
  { state, transitions, writers },
) => {
  const body = state.elements.get(command.value.batchElementInstanceKey);
  if (body === undefined) return;
  const { element } = state.processes.model(body.value.processDefinitionKey).inner(body.value.elementId);
  for (let count = 0; count < command.value.index; count += 1) {
    transitions.activateChild(body, element, writers.nextKey());
  }
};
