import type { Applier } from './applier';

export const applyElementTerminating: Applier<'PROCESS_INSTANCE'> = (key, _value, state) => {
  state.elements.update(key, { state: 'ELEMENT_TERMINATING' });
};
