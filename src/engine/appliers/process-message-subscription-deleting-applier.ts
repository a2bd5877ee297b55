import type { Applier } from './applier';

export const applyProcessMessageSubscriptionDeleting: Applier<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  state.processMessageSubscriptions.update(value, 'CLOSING');
};
