import type { Applier } from './applier';

export const applySignalSubscriptionDeleted: Applier<'SIGNAL_SUBSCRIPTION'> = (_key, value, state) => {
  state.signalSubscriptions.remove(value);
};
