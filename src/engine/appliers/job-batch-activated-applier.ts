import type { Applier } from './applier';

export const applyJobBatchActivated: Applier<'JOB_BATCH'> = (_key, value, state) => {
  value.jobKeys.forEach((jobKey, index) => {
    const job = value.jobs[index];
    if (job !== undefined) state.jobs.put(jobKey, 'ACTIVATED', job);
  });
};
