import type { Applier } from './applier';

export const applyJobTimedOut: Applier<'JOB'> = (key, value, state) => {
  state.jobs.put(key, 'ACTIVATABLE', value);
};
