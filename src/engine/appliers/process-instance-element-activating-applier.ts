import type { ModelNode } from '../model/process-model';
import type { EngineState } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessInstanceValue } from '../values';
import type { Applier } from './applier';

export const applyElementActivating: Applier<'PROCESS_INSTANCE'> = (key, value, state) => {
  const taken = state.elements.takenFlowsInto(value.flowScopeKey, value.elementId);
  if (value.bpmnElementType === 'PARALLEL_GATEWAY' || value.bpmnElementType === 'INCLUSIVE_GATEWAY') {
    state.elements.useTakenFlows(value.flowScopeKey, value.elementId);
  }
  state.elements.create(key, value, 'ELEMENT_ACTIVATING');
  if (value.bpmnElementType === 'PROCESS') {
    state.elements.update(value.parentElementInstanceKey, { calledInstanceKey: key });
  }
  const scope = state.elements.get(value.flowScopeKey);
  if (scope === undefined) return;
  if (scope.value.bpmnElementType === 'MULTI_INSTANCE_BODY') {
    countInstance(key, scope, state);
    return;
  }
  const node = state.processes.model(value.processDefinitionKey).nodeOf(value);
  const used = value.bpmnElementType === 'INCLUSIVE_GATEWAY' ? taken : usedFlows(node, value, state);
  if (value.bpmnElementType === 'EVENT_SUB_PROCESS' && isInterrupting(node, value, state)) {
    state.elements.update(scope.key, { activeSequenceFlows: 0 });
  }
  if (value.bpmnElementType === 'START_EVENT') takeEventOfScope(key, scope, state);
  if (used > 0 || scope.activeFlowIds !== undefined) consumeFlows(scope, used, node, state);
};

/** The inner instances of a multi-instance body count from 1. */
function countInstance(key: number, body: ElementInstance, state: EngineState): void {
  const loopCounter = (body.loopCounter ?? 0) + 1;
  state.elements.update(body.key, { loopCounter });
  state.elements.update(key, { loopCounter });
}

function isInterrupting(node: ModelNode, value: ProcessInstanceValue, state: EngineState): boolean {
  const [start = ''] = node.element.startEvents;
  return state.processes.model(value.processDefinitionKey).element(start).interrupting ?? true;
}

/** The start event of an event subprocess takes the event that occurred in the scope around it, with its variables. */
function takeEventOfScope(key: number, scope: ElementInstance, state: EngineState): void {
  if (scope.value.bpmnElementType !== 'EVENT_SUB_PROCESS') return;
  const trigger = state.eventTriggers.peek(scope.parentKey);
  if (trigger === undefined) return;
  state.eventTriggers.delete(scope.parentKey, trigger.eventKey);
  state.eventTriggers.create({ ...trigger, scopeKey: key });
}

function consumeFlows(scope: ElementInstance, used: number, node: ModelNode, state: EngineState): void {
  const { incoming } = node.element;
  state.elements.update(scope.key, {
    activeSequenceFlows: Math.max(0, scope.activeSequenceFlows - used),
    ...(scope.activeFlowIds !== undefined && {
      activeFlowIds: withoutOneOfEach(scope.activeFlowIds, incoming),
    }),
  });
}

function withoutOneOfEach(ids: readonly string[], removed: readonly string[]): readonly string[] {
  const left = [...ids];
  for (const id of removed) {
    const index = left.indexOf(id);
    if (index !== -1) left.splice(index, 1);
  }
  return left;
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
