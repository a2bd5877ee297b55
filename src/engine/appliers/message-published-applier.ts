import type { Applier } from './applier';

export const applyMessagePublished: Applier<'MESSAGE'> = (key, value, state) => {
  state.messages.put(key, value);
};
