/** Lanes fill their pool without overlapping, and each element is inside its own lane. */
import type { DiagramRule } from './diagram';
import { contains, overlap } from './geometry';

export const insideLanes: DiagramRule = {
  name: 'inside lanes',
  check({ nodes, lanes, pools }) {
    const laneFaults = lanes.flatMap((lane, index) => [
      ...(pools.some((pool) => contains(pool.box, lane.box)) ? [] : [`${lane.id} is outside its pool`]),
      ...lanes
        .slice(index + 1)
        .filter((other) => overlap(lane.box, other.box))
        .map((other) => `${lane.id} overlaps ${other.id}`),
    ]);
    const nodeFaults = nodes.flatMap((node) => {
      const lane = lanes.find(({ id }) => id === node.lane);
      if (!lane) return [`${node.id} is in no lane`];
      return contains(lane.box, node.box) ? [] : [`${node.id} is drawn outside ${lane.id}`];
    });
    return [...laneFaults, ...nodeFaults];
  },
};
