import type { Applier } from './applier';

export const applyMessageSubscriptionCorrelated: Applier<'MESSAGE_SUBSCRIPTION'> = (_key, value, state) => {
  const subscription = state.messageSubscriptions.get(value.elementInstanceKey, value.messageName);
  if (subscription === undefined) return;
  if (value.interrupting) state.messageSubscriptions.remove(value.elementInstanceKey, value.messageName);
  else state.messageSubscriptions.put({ ...subscription, correlating: false });
};
