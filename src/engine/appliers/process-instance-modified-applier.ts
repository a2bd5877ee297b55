import type { EngineState } from '../state/engine-state';
import type { ActivateInstruction } from '../values';
import type { Applier } from './applier';

/** The scopes of what is activated are interrupted no more; a parallel gateway has all it waits for. */
export const applyProcessInstanceModified: Applier<'PROCESS_INSTANCE_MODIFICATION'> = (
  _key,
  value,
  state,
) => {
  const instance = state.elements.get(value.processInstanceKey);
  if (instance === undefined) return;
  for (const key of value.ancestorScopeKeys) {
    const scope = state.elements.get(key);
    if (scope !== undefined && scope.interruptingElementId !== '') {
      state.elements.update(key, { interruptingElementId: '' });
    }
  }
  for (const instruction of value.activateInstructions) {
    takeFlowsOf(instruction, instance.value.processDefinitionKey, state);
  }
};

/** The innermost scope has the greatest key. */
function takeFlowsOf(
  { elementId, ancestorScopeKeys }: ActivateInstruction,
  processDefinitionKey: number,
  state: EngineState,
): void {
  const { type, incoming } = state.processes.model(processDefinitionKey).element(elementId);
  if (type !== 'PARALLEL_GATEWAY') return;
  const scopeKey = Math.max(...ancestorScopeKeys);
  for (const flowId of incoming) state.elements.addTakenFlow(scopeKey, elementId, flowId);
}
