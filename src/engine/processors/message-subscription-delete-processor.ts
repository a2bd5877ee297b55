import { acknowledgeClosed } from '../behaviors/subscription-commands';
import type { CommandProcessor } from './command-processor';

export const processDeleteMessageSubscription: CommandProcessor<'MESSAGE_SUBSCRIPTION'> = (
  command,
  { state, writers },
) => {
  const { elementInstanceKey, messageName } = command.value;
  const subscription = state.messageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription !== undefined) {
    writers.event('MESSAGE_SUBSCRIPTION', 'DELETED', subscription.key, subscription.value);
  } else {
    const reason =
      `Expected to close message subscription for element with key '${elementInstanceKey}' and message name ` +
      `'${messageName}', but no such message subscription exists`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
  }
  acknowledgeClosed(writers, command.value);
};
