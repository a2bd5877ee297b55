import type { CommandProcessor } from './command-processor';

export const processMigrateMessageSubscription: CommandProcessor<'MESSAGE_SUBSCRIPTION'> = (
  command,
  { state, writers },
) => {
  const { elementInstanceKey, messageName, bpmnProcessId, interrupting } = command.value;
  const subscription = state.messageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription === undefined) {
    const reason =
      `Expected to migrate a message subscription with key '${command.key}', but subscription not found for element ` +
      `instance key '${elementInstanceKey}' and the provided message`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  const value = { ...subscription.value, bpmnProcessId, interrupting };
  writers.event('MESSAGE_SUBSCRIPTION', 'MIGRATED', subscription.key, value);
};
