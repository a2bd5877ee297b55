import type { Applier } from './applier';

export const applyJobCanceled: Applier<'JOB'> = (key, _value, state) => {
  state.jobs.delete(key);
};
