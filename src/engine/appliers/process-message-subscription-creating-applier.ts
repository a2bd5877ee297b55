import type { Applier } from './applier';

export const applyProcessMessageSubscriptionCreating: Applier<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  key,
  value,
  state,
) => {
  state.processMessageSubscriptions.put({ key, value, status: 'OPENING' });
};
