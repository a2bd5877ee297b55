import { acknowledgeCorrelated, rejectCorrelation } from '../behaviors/subscription-commands';
import type { Rejection } from '../failure';
import type { ProcessMessageSubscriptionValue } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';

export const processCorrelateProcessMessageSubscription: CommandProcessor<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  command,
  context,
) => {
  const { state, writers, eventHandle } = context;
  const { elementInstanceKey, messageName } = command.value;
  const subscription = state.processMessageSubscriptions.get(elementInstanceKey, messageName);
  const scope = state.elements.get(elementInstanceKey);
  const rejection = refuse(command.value, context);
  if (rejection !== undefined || subscription === undefined || scope === undefined) {
    if (rejection !== undefined) writers.reject(command, rejection);
    rejectCorrelation(writers, command.value);
    return;
  }
  const { elementId, interrupting } = subscription.value;
  const value = { ...command.value, elementId, interrupting };
  writers.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED', subscription.key, value);
  const event = state.processes.model(scope.value.processDefinitionKey).eventOf(scope.value, elementId);
  eventHandle.activateElement(event, scope, value.variables);
  acknowledgeCorrelated(writers, value);
};

function refuse(
  { elementInstanceKey, messageName }: ProcessMessageSubscriptionValue,
  { state, eventHandle }: ProcessorContext,
): Rejection | undefined {
  const suffix = `process message subscription with element key '${elementInstanceKey}' and message name '${messageName}'`;
  const subscription = state.processMessageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription === undefined) {
    const reason = `Expected to correlate ${suffix}, but no such subscription was found`;
    return { type: 'NOT_FOUND', reason };
  }
  if (subscription.status === 'CLOSING') {
    return { type: 'INVALID_STATE', reason: `Expected to correlate ${suffix}, but it is already closing` };
  }
  const scope = state.elements.get(elementInstanceKey);
  if (eventHandle.canTrigger(scope, subscription.value.elementId)) return undefined;
  const reason = `Expected to correlate a ${suffix}, but the subscription is not active anymore`;
  return { type: 'INVALID_STATE', reason };
}
