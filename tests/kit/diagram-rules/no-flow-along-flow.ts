/** No two flows share a stretch: one could not tell which is which. */
import type { DiagramRule } from './diagram';
import { runsAlong, segmentsOf } from './geometry';

export const noFlowAlongFlow: DiagramRule = {
  name: 'no flow along another',
  check({ flows }) {
    return flows.flatMap((flow, index) =>
      flows
        .slice(index + 1)
        .filter((other) => segmentsOf(flow).some((a) => segmentsOf(other).some((b) => runsAlong(a, b))))
        .map((other) => `${flow.id} runs along ${other.id}`),
    );
  },
};
