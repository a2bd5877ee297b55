import type { Applier } from './applier';

export const applyMessageSubscriptionCreated: Applier<'MESSAGE_SUBSCRIPTION'> = (key, value, state) => {
  state.messageSubscriptions.put({ key, value, correlating: false });
};
