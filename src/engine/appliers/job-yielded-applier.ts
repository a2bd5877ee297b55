import type { Applier } from './applier';

export const applyJobYielded: Applier<'JOB'> = (key, value, state) => {
  state.jobs.put(key, 'ACTIVATABLE', value);
};
