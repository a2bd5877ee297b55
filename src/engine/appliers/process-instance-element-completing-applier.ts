import type { Applier } from './applier';

export const applyElementCompleting: Applier<'PROCESS_INSTANCE'> = (key, _value, state) => {
  state.elements.update(key, { state: 'ELEMENT_COMPLETING' });
};
