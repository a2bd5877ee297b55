import type { Applier } from './applier';
import { removeElement } from './element-removal';

export const applyElementTerminated: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  removeElement(key, value, state);
};
