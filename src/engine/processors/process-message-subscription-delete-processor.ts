import type { CommandProcessor } from './command-processor';

export const processDeleteProcessMessageSubscription: CommandProcessor<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  command,
  { state, writers },
) => {
  const { elementInstanceKey, messageName } = command.value;
  const subscription = state.processMessageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription !== undefined) {
    writers.event('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETED', subscription.key, subscription.value);
    return;
  }
  const reason =
    `Expected to delete process message subscription for element with key '${elementInstanceKey}' and message ` +
    `name '${messageName}', but no such subscription was found.`;
  writers.reject(command, { type: 'NOT_FOUND', reason });
};
