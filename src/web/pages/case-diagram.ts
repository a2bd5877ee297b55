/** What the diagram island marks on a case's diagram. */
import type { ElementInstanceView, SequenceFlowView } from '../../readmodel/views';

export interface DiagramState {
  /** Tokens by element id. */
  readonly active: Readonly<Record<string, number>>;
  /** Times completed, by element id. */
  readonly completed: Readonly<Record<string, number>>;
  /** Times taken, by sequence flow id. */
  readonly flows: Readonly<Record<string, number>>;
  /** Element ids with an open incident, their own or of what they called. */
  readonly incidents: readonly string[];
}

export function diagramState(
  elements: readonly ElementInstanceView[],
  flows: readonly SequenceFlowView[],
): DiagramState {
  const shown = elements.filter((element) => element.elementType !== 'PROCESS');
  return {
    active: countBy(shown.filter((element) => element.state === 'ACTIVE')),
    completed: countBy(shown.filter((element) => element.state === 'COMPLETED')),
    flows: Object.fromEntries(flows.map((flow) => [flow.elementId, flow.count])),
    incidents: [...new Set(shown.filter((element) => element.hasIncident).map(({ elementId }) => elementId))],
  };
}

function countBy(elements: readonly ElementInstanceView[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { elementId } of elements) counts[elementId] = (counts[elementId] ?? 0) + 1;
  return counts;
}
