import type { Applier } from './applier';

export const applyProcessMessageSubscriptionCorrelated: Applier<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  const { elementInstanceKey, messageName } = value;
  if (value.interrupting) state.processMessageSubscriptions.remove(elementInstanceKey, messageName);
  else state.processMessageSubscriptions.update(value, 'OPENED');
};
