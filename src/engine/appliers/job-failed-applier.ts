import type { Applier } from './applier';

export const applyJobFailed: Applier<'JOB'> = (key, value, state) => {
  const retriesLater = value.retries > 0 && value.retryBackoff > 0;
  const retriesNow = value.retries > 0 && !retriesLater;
  state.jobs.put(key, retriesNow ? 'ACTIVATABLE' : 'FAILED', value, retriesLater);
};
