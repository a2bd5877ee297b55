import type { Applier } from './applier';

export const applyProcessCreated: Applier<'PROCESS'> = (_key, value, state) => {
  state.processes.put(value);
};
