import type { Applier } from './applier';

export const applyElementMigrated: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  state.elements.update(key, { value });
};
