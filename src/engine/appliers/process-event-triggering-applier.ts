import type { EngineState } from '../state/engine-state';
import type { ProcessEventValue } from '../values';
import type { Applier } from './applier';

export const applyProcessEventTriggering: Applier<'PROCESS_EVENT'> = (key, value, state) => {
  const trigger = {
    eventKey: key,
    scopeKey: value.scopeKey,
    elementId: value.targetElementId,
    variables: value.variables,
    processInstanceKey: value.processInstanceKey,
  };
  if (value.scopeKey === value.processDefinitionKey) state.eventTriggers.create(trigger);
  else if (acceptEvent(value, state)) state.eventTriggers.create(trigger);
};

/** False when the scope takes no more events. */
function acceptEvent(value: ProcessEventValue, state: EngineState): boolean {
  const scope = state.elements.get(value.scopeKey);
  if (scope === undefined) return false;
  const model = state.processes.model(scope.value.processDefinitionKey);
  const node = model.nodeOf(scope.value);
  const isBoundary = node.boundaryIds.has(value.targetElementId);
  if (!state.elements.canTriggerEvent(scope.key, isBoundary)) return false;
  const event = model.element(value.targetElementId);
  const interrupts = node.interruptingIds.has(event.id);
  const starts = event.type === 'START_EVENT' && (event.interrupting ?? true);
  if (!interrupts && !starts) return true;
  state.elements.update(scope.key, {
    ...(interrupts && { eventInterrupted: true, acceptsEvents: !isBoundary }),
    ...(starts && { interruptingElementId: event.scopeId ?? '' }),
  });
  return true;
}
