import type { Applier } from './applier';

export const applyJobRetriesUpdated: Applier<'JOB'> = (key, value, state) => {
  const job = state.jobs.get(key);
  if (job === undefined) return;
  state.jobs.put(key, job.status, { ...job.value, retries: value.retries }, job.backsOff);
};
