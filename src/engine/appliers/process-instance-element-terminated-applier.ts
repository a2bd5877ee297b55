import type { Applier } from './applier';
import { removeElement } from './element-removal';

export const applyElementTerminated: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  removeElement(key, value, state);
  const scope = state.elements.get(value.flowScopeKey);
  if (scope?.value.bpmnElementType !== 'MULTI_INSTANCE_BODY') return;
  state.elements.update(scope.key, { terminatedInstances: (scope.terminatedInstances ?? 0) + 1 });
};
