import type { Applier } from './applier';

export const applyTimerTriggered: Applier<'TIMER'> = (key, _value, state) => {
  state.timers.delete(key);
};
