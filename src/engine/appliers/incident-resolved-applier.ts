import { NO_CATCH_EVENT_FOUND } from '../behaviors/uncaught-error';
import type { Job } from '../state/job-state';
import type { EngineState } from '../state/engine-state';
import type { JobValue } from '../values';
import type { Applier } from './applier';

/** A job's incident: the job is activatable again. An expression's: execution listeners begin anew. */
export const applyIncidentResolved: Applier<'INCIDENT'> = (key, value, state) => {
  if (
    value.errorType === 'EXTRACT_VALUE_ERROR' &&
    state.elements.get(value.elementInstanceKey)?.listenerIndex !== undefined
  )
    state.elements.update(value.elementInstanceKey, { listenerIndex: 0 });
  const job = value.jobKey > 0 ? state.jobs.get(value.jobKey) : undefined;
  if (job?.status === 'FAILED' || job?.status === 'ERROR_THROWN') {
    state.jobs.put(job.key, 'ACTIVATABLE', withElementId(job, state));
  }
  state.incidents.delete(key);
};

function withElementId(job: Job, state: EngineState): JobValue {
  if (job.value.elementId !== NO_CATCH_EVENT_FOUND) return job.value;
  const element = state.elements.get(job.value.elementInstanceKey);
  return element === undefined ? job.value : { ...job.value, elementId: element.value.elementId };
}
