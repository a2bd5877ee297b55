import type { Applier } from './applier';

export const applyProcessMessageSubscriptionDeleted: Applier<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  state.processMessageSubscriptions.remove(value.elementInstanceKey, value.messageName);
};
