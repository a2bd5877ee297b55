import type { Applier } from './applier';

export const applyElementActivated: Applier<'PROCESS_INSTANCE'> = (key, _value, state) => {
  const listened = state.elements.get(key)?.listenerIndex !== undefined;
  state.elements.update(key, { state: 'ELEMENT_ACTIVATED', ...(listened && { listenerIndex: 0 }) });
};
