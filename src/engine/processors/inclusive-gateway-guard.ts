/** Whether a token may still reach an inclusive gateway that joins paths. */
import type { ProcessModel } from '../model/process-model';
import type { StateView } from '../state/engine-state';
import type { ProcessInstanceValue } from '../values';

/** The reason to refuse its activation, or undefined. */
export function refuseInclusiveGateway(
  key: number,
  value: ProcessInstanceValue,
  state: StateView,
): string | undefined {
  if (value.bpmnElementType !== 'INCLUSIVE_GATEWAY') return undefined;
  // An incident is resolved: it was let in before.
  if (state.elements.get(key)?.state === 'ELEMENT_ACTIVATING') return undefined;
  const model = state.processes.model(value.processDefinitionKey);
  const taken = state.elements.takenFlowIdsInto(value.flowScopeKey, value.elementId);
  if (taken.length >= model.element(value.elementId).incoming.length) return undefined;
  const what = `Expected to be able to activate inclusive gateway '${value.elementId}'`;
  if (taken.length === 0) return `${what}, but the inclusive gateway way already activated.`;
  return tokensIn(value, model, state).some((id) => leadsTo(id, value.elementId, new Set(taken), model))
    ? `${what}, but not all satisfied sequence flows have been taken.`
    : undefined;
}

/** Ids of the elements in the gateway's scope that are active, or to be active soon. */
function tokensIn(value: ProcessInstanceValue, model: ProcessModel, state: StateView): readonly string[] {
  const active = state.elements.childrenOf(value.flowScopeKey).map((child) => child.value.elementId);
  const underWay = state.elements.get(value.flowScopeKey)?.activeFlowIds ?? [];
  const targets = underWay.map((flow) => model.flow(flow).targetId);
  return [...active, ...targets].filter((id) => id !== value.elementId);
}

function leadsTo(from: string, to: string, taken: ReadonlySet<string>, model: ProcessModel): boolean {
  const visited = new Set<string>();
  const pending = [from];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === to) return true;
    if (visited.has(id)) continue;
    visited.add(id);
    const { element, outgoing } = model.node(id);
    for (const flow of outgoing) if (!taken.has(flow.id)) pending.push(flow.targetId);
    pending.push(...element.boundaryEvents);
  }
  return false;
}
