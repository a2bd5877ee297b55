import { NO_KEY } from '../values';
import type { Applier } from './applier';

export const applyJobCompleted: Applier<'JOB'> = (key, value, state) => {
  state.jobs.delete(key);
  const element = state.elements.get(value.elementInstanceKey);
  const scope = element && state.elements.get(element.parentKey);
  if (scope?.state === 'ELEMENT_ACTIVATED')
    state.elements.update(value.elementInstanceKey, { jobKey: NO_KEY });
};
