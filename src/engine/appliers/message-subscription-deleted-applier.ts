import type { Applier } from './applier';

export const applyMessageSubscriptionDeleted: Applier<'MESSAGE_SUBSCRIPTION'> = (_key, value, state) => {
  state.messageSubscriptions.remove(value.elementInstanceKey, value.messageName);
};
