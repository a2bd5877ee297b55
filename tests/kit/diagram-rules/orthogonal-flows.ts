/** Flows run horizontally and vertically, from border to border of what they connect. */
import type { DiagramRule } from './diagram';
import { isHorizontal, isOnBorder, isVertical, segmentsOf } from './geometry';

export const orthogonalFlows: DiagramRule = {
  name: 'orthogonal flows',
  check({ flows, nodes }) {
    return flows.flatMap((flow) => {
      const source = nodes.find(({ id }) => id === flow.source);
      const target = nodes.find(({ id }) => id === flow.target);
      const first = flow.points[0];
      const last = flow.points.at(-1);
      if (!source || !target || !first || !last) return [`${flow.id} has no ends`];
      return [
        ...(segmentsOf(flow).every((one) => isHorizontal(one) || isVertical(one))
          ? []
          : [`${flow.id} is oblique`]),
        ...(isOnBorder(first, source.box) ? [] : [`${flow.id} does not start at ${source.id}`]),
        ...(isOnBorder(last, target.box) ? [] : [`${flow.id} does not end at ${target.id}`]),
      ];
    });
  },
};
