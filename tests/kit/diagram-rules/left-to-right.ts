/** A flow goes right, or straight up or down, unless it goes back to something that led to it. */
import type { DiagramRule, Edge } from './diagram';
import { centre } from './geometry';

export const leftToRight: DiagramRule = {
  name: 'left to right',
  check({ nodes, flows }) {
    return flows
      .filter((flow) => !goesBack(flow, nodes, flows))
      .filter(({ source, target }) => {
        const from = nodes.find(({ id }) => id === source);
        const to = nodes.find(({ id }) => id === target);
        return from && to && centre(to.box).x < centre(from.box).x;
      })
      .map(({ id }) => `${id} goes left, but not back`);
  },
};

function goesBack(
  flow: Edge,
  nodes: readonly { id: string; attachedTo?: string }[],
  flows: readonly Edge[],
): boolean {
  const seen = new Set<string>();
  const open = [flow.target];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === flow.source) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...flows.filter(({ source }) => source === id).map(({ target }) => target));
    open.push(...nodes.filter(({ attachedTo }) => attachedTo === id).map((event) => event.id));
  }
  return false;
}
