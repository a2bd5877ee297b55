import type { Applier } from './applier';

export const applyProcessMessageSubscriptionMigrated: Applier<'PROCESS_MESSAGE_SUBSCRIPTION'> = (
  _key,
  value,
  state,
) => {
  const { elementInstanceKey, messageName } = value;
  const status = state.processMessageSubscriptions.get(elementInstanceKey, messageName)?.status;
  if (status !== undefined) state.processMessageSubscriptions.update(value, status);
};
