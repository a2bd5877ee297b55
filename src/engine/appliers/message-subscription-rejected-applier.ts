import type { Applier } from './applier';

export const applyMessageSubscriptionRejected: Applier<'MESSAGE_SUBSCRIPTION'> = (_key, value, state) => {
  state.messageSubscriptions.remove(value.elementInstanceKey, value.messageName);
  state.messages.removeCorrelation(value.messageKey, value.bpmnProcessId);
};
