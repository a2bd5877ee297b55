import type { Applier } from './applier';

export const applyMessageSubscriptionMigrated: Applier<'MESSAGE_SUBSCRIPTION'> = (key, value, state) => {
  const subscription = state.messageSubscriptions.get(value.elementInstanceKey, value.messageName);
  if (subscription !== undefined) state.messageSubscriptions.put({ ...subscription, key, value });
};
