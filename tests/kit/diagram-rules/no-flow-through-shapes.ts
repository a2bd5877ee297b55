/** A flow touches only what it connects, and those only where it ends. */
import type { DiagramRule } from './diagram';
import { crosses, segmentsOf } from './geometry';

export const noFlowThroughShapes: DiagramRule = {
  name: 'no flow through a shape',
  check({ flows, nodes, notes }) {
    return flows.flatMap((flow) =>
      [...nodes, ...notes]
        .filter(({ box }) => segmentsOf(flow).some((segment) => crosses(segment, box)))
        // A boundary event's flow leaves from under its activity's border.
        .filter((shape) => !nodes.some(({ id, attachedTo }) => id === flow.source && attachedTo === shape.id))
        .map((shape) => `${flow.id} runs through ${shape.id}`),
    );
  },
};
