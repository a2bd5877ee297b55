import type { Applier } from './applier';

export const applyMessageStartEventSubscriptionCreated: Applier<'MESSAGE_START_EVENT_SUBSCRIPTION'> = (
  key,
  value,
  state,
) => {
  state.messageStartSubscriptions.put(key, value);
};
