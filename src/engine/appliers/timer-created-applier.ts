import type { Applier } from './applier';

export const applyTimerCreated: Applier<'TIMER'> = (key, value, state) => {
  state.timers.put(key, value);
};
