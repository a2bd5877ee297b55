import type { Applier } from './applier';

export const applyJobMigrated: Applier<'JOB'> = (key, value, state) => {
  const job = state.jobs.get(key);
  if (job !== undefined) state.jobs.put(key, job.status, value, job.backsOff);
};
