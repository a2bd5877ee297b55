import type { Applier } from './applier';

/** COMPLETED and DELETED. */
export const applyCompensationSubscriptionRemoved: Applier<'COMPENSATION_SUBSCRIPTION'> = (
  key,
  _value,
  state,
) => {
  state.compensations.delete(key);
};
