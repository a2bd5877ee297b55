import type { Applier } from './applier';

export const applyIncidentCreated: Applier<'INCIDENT'> = (key, value, state) => {
  state.incidents.put(key, value);
  const job = value.errorType === 'MESSAGE_SIZE_EXCEEDED' ? state.jobs.get(value.jobKey) : undefined;
  if (job !== undefined) state.jobs.put(job.key, 'FAILED', job.value);
};
