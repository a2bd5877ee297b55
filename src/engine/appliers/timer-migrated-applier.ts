import type { Applier } from './applier';

export const applyTimerMigrated: Applier<'TIMER'> = (key, value, state) => {
  state.timers.put(key, value);
};
