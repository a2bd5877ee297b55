import type { Applier } from './applier';

export const applyJobCreated: Applier<'JOB'> = (key, value, state) => {
  state.jobs.put(key, 'ACTIVATABLE', value);
  state.elements.update(value.elementInstanceKey, { jobKey: key });
};
