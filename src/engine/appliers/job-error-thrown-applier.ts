import { NO_KEY } from '../values';
import { NO_CATCH_EVENT_FOUND } from '../behaviors/uncaught-error';
import type { Applier } from './applier';

export const applyJobErrorThrown: Applier<'JOB'> = (key, value, state) => {
  if (value.elementId === NO_CATCH_EVENT_FOUND) {
    state.jobs.put(key, 'ERROR_THROWN', value);
    return;
  }
  state.jobs.delete(key);
  state.elements.update(value.elementInstanceKey, { jobKey: NO_KEY });
};
