import { correlateToProcess } from '../behaviors/subscription-commands';
import type { MessageSubscriptionValue } from '../values';
import type { ProcessorContext } from './command-processor';

/** Correlates the oldest buffered message that the process has not had yet. True when there is one. */
export function correlateNextMessage(
  subscriptionKey: number,
  value: MessageSubscriptionValue,
  { state, writers }: ProcessorContext,
): boolean {
  const message = state.messages
    .buffered(value.messageName, value.correlationKey)
    .find(
      (buffered) =>
        buffered.value.deadline > writers.now &&
        !state.messages.isCorrelated(buffered.key, value.bpmnProcessId),
    );
  if (message === undefined) return false;
  const correlating = { ...value, messageKey: message.key, variables: message.value.variables };
  writers.event('MESSAGE_SUBSCRIPTION', 'CORRELATING', subscriptionKey, correlating);
  correlateToProcess(writers, correlating);
  return true;
}
