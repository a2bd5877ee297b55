import type { Applier } from './applier';

export const applyIncidentMigrated: Applier<'INCIDENT'> = (key, value, state) => {
  state.incidents.put(key, value);
};
