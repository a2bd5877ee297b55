import type { Applier } from './applier';

export const applySequenceFlowTaken: Applier<'PROCESS_INSTANCE'> = (_key, value, state) => {
  const scope = state.elements.get(value.flowScopeKey);
  if (scope === undefined) return;
  const model = state.processes.model(value.processDefinitionKey);
  state.elements.update(scope.key, {
    activeSequenceFlows: scope.activeSequenceFlows + 1,
    ...(model.hasInclusiveJoin && { activeFlowIds: [...(scope.activeFlowIds ?? []), value.elementId] }),
  });
  const { targetId } = model.flow(value.elementId);
  const { type } = model.element(targetId);
  if (type === 'PARALLEL_GATEWAY' || type === 'INCLUSIVE_GATEWAY') {
    state.elements.addTakenFlow(scope.key, targetId, value.elementId);
  }
};
