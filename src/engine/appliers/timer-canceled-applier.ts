import type { Applier } from './applier';

export const applyTimerCanceled: Applier<'TIMER'> = (key, _value, state) => {
  state.timers.delete(key);
};
