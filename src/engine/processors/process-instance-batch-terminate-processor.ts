import type { CommandProcessor } from './command-processor';

export const processBatchTerminate: CommandProcessor<'PROCESS_INSTANCE_BATCH'> = (
  command,
  { state, writers },
) => {
  for (const child of state.elements.childrenOf(command.value.batchElementInstanceKey)) {
    if (child.state === 'ELEMENT_TERMINATING') continue;
    writers.command('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', child.key, child.value);
  }
};
