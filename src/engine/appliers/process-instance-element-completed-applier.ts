import type { Applier } from './applier';
import type { EngineState } from '../state/engine-state';
import type { ProcessInstanceValue } from '../values';
import { removeElement } from './element-removal';

export const applyElementCompleted: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  if (value.bpmnElementType === 'PROCESS') passVariablesOn(key, value, state);
  removeElement(key, value, state);
  const scope = state.elements.get(value.flowScopeKey);
  if (scope?.value.bpmnElementType === 'MULTI_INSTANCE_BODY') {
    state.elements.update(scope.key, { completedInstances: (scope.completedInstances ?? 0) + 1 });
  }
  if (scope === undefined || value.bpmnEventType !== 'TERMINATE') return;
  state.elements.update(scope.key, { activeSequenceFlows: 0, interruptingElementId: value.elementId });
};

/** What a called process leaves is an event of the call activity. */
function passVariablesOn(key: number, value: ProcessInstanceValue, state: EngineState): void {
  const caller = state.elements.get(value.parentElementInstanceKey);
  if (caller === undefined || !state.elements.canTriggerEvent(caller.key, false)) return;
  const model = state.processes.model(caller.value.processDefinitionKey);
  const { id, outputs, calledElement } = model.nodeOf(caller.value).element;
  if (outputs.length === 0 && calledElement?.propagateAllChildVariables !== true) return;
  state.eventTriggers.create({
    eventKey: caller.key,
    scopeKey: caller.key,
    elementId: id,
    variables: state.variables.localDocument(key),
    processInstanceKey: caller.value.processInstanceKey,
  });
}
