import type { Applier } from './applier';

/** CREATED and TRIGGERED. */
export const applyCompensationSubscriptionWritten: Applier<'COMPENSATION_SUBSCRIPTION'> = (
  key,
  value,
  state,
) => {
  state.compensations.put(key, value);
};
