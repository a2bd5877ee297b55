import type { Applier } from './applier';

export const applyJobCreated: Applier<'JOB'> = (key, value, state) => {
  state.jobs.put(key, 'ACTIVATABLE', value);
  const isListener = value.jobKind === 'EXECUTION_LISTENER';
  const index = state.elements.get(value.elementInstanceKey)?.listenerIndex ?? 0;
  state.elements.update(value.elementInstanceKey, {
    jobKey: key,
    ...(isListener && { listenerIndex: index + 1 }),
  });
};
