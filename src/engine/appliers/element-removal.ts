import type { EngineState } from '../state/engine-state';
import type { ProcessInstanceValue } from '../values';

/** An element instance that ended, with all that belongs to it. */
export function removeElement(key: number, value: ProcessInstanceValue, state: EngineState): void {
  if (value.bpmnElementType === 'PROCESS') state.messages.unlockStart(value.processInstanceKey);
  state.eventTriggers.deleteAll(key);
  state.elements.remove(key);
  state.variables.removeScope(key);
}
