import { acknowledgeOpened } from '../behaviors/subscription-commands';
import type { CommandProcessor } from './command-processor';
import { correlateNextMessage } from './message-correlation';

export const processCreateMessageSubscription: CommandProcessor<'MESSAGE_SUBSCRIPTION'> = (
  command,
  context,
) => {
  const { state, writers } = context;
  const { value } = command;
  if (state.messageSubscriptions.get(value.elementInstanceKey, value.messageName) !== undefined) {
    acknowledgeOpened(writers, value);
    const reason =
      `Expected to open a new message subscription for element with key '${value.elementInstanceKey}' and message ` +
      `name '${value.messageName}', but there is already a message subscription for that element key and message ` +
      'name opened';
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  const key = writers.nextKey();
  writers.event('MESSAGE_SUBSCRIPTION', 'CREATED', key, value);
  if (!correlateNextMessage(key, value, context)) acknowledgeOpened(writers, value);
};
