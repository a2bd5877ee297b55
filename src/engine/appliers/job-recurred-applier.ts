import type { Applier } from './applier';

export const applyJobRecurred: Applier<'JOB'> = (key, value, state) => {
  state.jobs.put(key, 'ACTIVATABLE', value);
};
