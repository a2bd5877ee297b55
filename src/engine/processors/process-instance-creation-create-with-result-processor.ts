import type { CommandProcessor } from './command-processor';
import { createInstance } from './process-instance-creation-create-processor';

/** The answer comes when the instance completes. */
export const processCreateInstanceWithResult: CommandProcessor<'PROCESS_INSTANCE_CREATION'> = (
  command,
  context,
) => {
  const created = createInstance(command, context);
  if (created === undefined || command.requestId === undefined) return;
  const { fetchVariables = [] } = command.value as { fetchVariables?: readonly string[] };
  context.results.awaitResult(created.value.processInstanceKey, command.requestId, fetchVariables);
};
