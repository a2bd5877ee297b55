import type { Applier } from './applier';

export const applyMessageExpired: Applier<'MESSAGE'> = (key, _value, state) => {
  state.messages.remove(key);
};
