import type { Applier } from './applier';

export const applyProcessDeleted: Applier<'PROCESS'> = (_key, value, state) => {
  state.processes.delete(value.processDefinitionKey);
};
