import type { CommandProcessor } from './command-processor';
import { correlateNextMessage } from './message-correlation';

export const processCorrelateMessageSubscription: CommandProcessor<'MESSAGE_SUBSCRIPTION'> = (
  command,
  context,
) => {
  const { state, writers } = context;
  const { elementInstanceKey, messageName } = command.value;
  const subscription = state.messageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription === undefined) {
    const reason =
      `Expected to correlate subscription for element with key '${elementInstanceKey}' and message name ` +
      `'${messageName}', but no such message subscription exists`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  writers.event('MESSAGE_SUBSCRIPTION', 'CORRELATED', subscription.key, subscription.value);
  if (!subscription.value.interrupting) correlateNextMessage(subscription.key, subscription.value, context);
};
