import { correlateToProcess } from '../behaviors/subscription-commands';
import type { CommandProcessor } from './command-processor';

/** The process instance did not take the message: another instance of the process may. */
export const processRejectMessageSubscription: CommandProcessor<'MESSAGE_SUBSCRIPTION'> = (
  command,
  { state, writers },
) => {
  const { value } = command;
  writers.event('MESSAGE_SUBSCRIPTION', 'REJECTED', command.key, value);
  const message = state.messages.get(value.messageKey);
  if (message === undefined) return;
  const other = state.messageSubscriptions
    .to(value.messageName, value.correlationKey)
    .find((candidate) => !candidate.correlating && candidate.value.bpmnProcessId === value.bpmnProcessId);
  if (other === undefined) return;
  const correlating = { ...other.value, messageKey: message.key, variables: message.value.variables };
  writers.event('MESSAGE_SUBSCRIPTION', 'CORRELATING', other.key, correlating);
  correlateToProcess(writers, correlating);
};
