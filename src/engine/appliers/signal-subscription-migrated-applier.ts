import type { Applier } from './applier';

export const applySignalSubscriptionMigrated: Applier<'SIGNAL_SUBSCRIPTION'> = (key, value, state) => {
  state.signalSubscriptions.put(key, value);
};
