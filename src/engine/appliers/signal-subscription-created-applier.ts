import type { Applier } from './applier';

export const applySignalSubscriptionCreated: Applier<'SIGNAL_SUBSCRIPTION'> = (key, value, state) => {
  state.signalSubscriptions.put(key, value);
};
