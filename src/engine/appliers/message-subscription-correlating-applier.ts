import type { Applier } from './applier';

export const applyMessageSubscriptionCorrelating: Applier<'MESSAGE_SUBSCRIPTION'> = (key, value, state) => {
  const { messageKey, variables, elementInstanceKey, messageName } = value;
  const subscription = state.messageSubscriptions.get(elementInstanceKey, messageName);
  if (subscription !== undefined) {
    const updated = { ...subscription.value, messageKey, variables };
    state.messageSubscriptions.put({ key, value: updated, correlating: true });
  }
  state.messages.putCorrelation(messageKey, value.bpmnProcessId);
};
