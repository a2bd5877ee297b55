/** What follows in the same lane, further right, follows on a straight line. */
import type { DiagramRule } from './diagram';
import { centre } from './geometry';

export const straightPath: DiagramRule = {
  name: 'straight path',
  check({ nodes, flows }) {
    return flows.flatMap((flow) => {
      const source = nodes.find(({ id }) => id === flow.source);
      const target = nodes.find(({ id }) => id === flow.target);
      const isOnlyWay = flows.filter((other) => other.source === flow.source).length === 1;
      if (!source || !target || !isOnlyWay || source.attachedTo || source.lane !== target.lane) return [];
      if (centre(target.box).x <= centre(source.box).x) return [];
      return flow.points.length === 2 ? [] : [`${flow.id} bends within its lane`];
    });
  },
};
