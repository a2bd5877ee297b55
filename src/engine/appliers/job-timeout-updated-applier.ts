import type { Applier } from './applier';

export const applyJobTimeoutUpdated: Applier<'JOB'> = (key, value, state) => {
  const job = state.jobs.get(key);
  if (job === undefined) return;
  state.jobs.put(key, job.status, { ...job.value, deadline: value.deadline }, job.backsOff);
};
