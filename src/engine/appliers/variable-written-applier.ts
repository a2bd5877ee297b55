import type { Applier } from './applier';

/** CREATED and UPDATED. */
export const applyVariableWritten: Applier<'VARIABLE'> = (key, value, state) => {
  state.variables.put({ key, scopeKey: value.scopeKey, name: value.name, value: value.value });
};
