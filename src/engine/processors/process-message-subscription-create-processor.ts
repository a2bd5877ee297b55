import type { CommandProcessor } from './command-processor';

export const processCreateProcessMessageSubscription: CommandProcessor<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  command,
  { state, writers },
) => {
  const { elementInstanceKey, messageName } = command.value;
  const subscription = state.processMessageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription?.status === 'OPENING') {
    writers.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', subscription.key, subscription.value);
    return;
  }
  const what =
    `Expected to create process message subscription with element key '${elementInstanceKey}' and message name ` +
    `'${messageName}'`;
  if (subscription === undefined) {
    writers.reject(command, { type: 'NOT_FOUND', reason: `${what}, but no such subscription was found` });
    return;
  }
  const status = subscription.status === 'CLOSING' ? 'closing' : 'opened';
  writers.reject(command, { type: 'INVALID_STATE', reason: `${what}, but it is already ${status}` });
};
