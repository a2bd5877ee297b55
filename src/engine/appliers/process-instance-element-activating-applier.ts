import type { ModelNode } from '../model/process-model';
import type { EngineState } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessInstanceValue } from '../values';
import type { Applier } from './applier';

export const applyElementActivating: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  if (value.bpmnElementType === 'PARALLEL_GATEWAY') {
    state.elements.useTakenFlows(value.flowScopeKey, value.elementId);
  }
  state.elements.create(key, value, 'ELEMENT_ACTIVATING');
  const scope = state.elements.get(value.flowScopeKey);
  if (scope === undefined) return;
  const node = state.processes.model(value.processDefinitionKey).node(value.elementId);
  const used = usedFlows(node, value, state);
  if (used > 0) consumeFlows(scope, used, state);
};

function consumeFlows(scope: ElementInstance, used: number, state: EngineState): void {
  state.elements.update(scope.key, { activeSequenceFlows: Math.max(0, scope.activeSequenceFlows - used) });
}

/** How many taken sequence flows end in this activation. */
function usedFlows(node: ModelNode, value: ProcessInstanceValue, state: EngineState): number {
  switch (value.bpmnElementType) {
    case 'START_EVENT':
    case 'BOUNDARY_EVENT':
    case 'EVENT_SUB_PROCESS':
      return 0;
    case 'PARALLEL_GATEWAY':
      return node.element.incoming.length;
    case 'INTERMEDIATE_CATCH_EVENT':
      return followsEventBasedGateway(node, value, state) ? 0 : 1;
    default:
      return 1;
  }
}

function followsEventBasedGateway(node: ModelNode, value: ProcessInstanceValue, state: EngineState): boolean {
  const [first] = [...node.element.incoming].reverse();
  if (first === undefined) return true;
  const model = state.processes.model(value.processDefinitionKey);
  return model.element(model.flow(first).sourceId).type === 'EVENT_BASED_GATEWAY';
}
