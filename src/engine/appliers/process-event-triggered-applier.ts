import type { Applier } from './applier';

export const applyProcessEventTriggered: Applier<'PROCESS_EVENT'> = (key, value, state) => {
  state.eventTriggers.delete(value.scopeKey, key);
};
