import type { Applier } from './applier';
import { removeElement } from './element-removal';

export const applyElementCompleted: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  removeElement(key, value, state);
  const scope = state.elements.get(value.flowScopeKey);
  if (scope === undefined || value.bpmnEventType !== 'TERMINATE') return;
  state.elements.update(scope.key, { activeSequenceFlows: 0, interruptingElementId: value.elementId });
};
