import type { Applier } from './applier';

export const applyProcessMessageSubscriptionCreated: Applier<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  state.processMessageSubscriptions.update(value, 'OPENED');
};
