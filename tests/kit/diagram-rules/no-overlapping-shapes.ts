/** Shapes are apart. A boundary event sits on its own activity only. */
import type { DiagramRule } from './diagram';
import { overlap } from './geometry';

export const noOverlappingShapes: DiagramRule = {
  name: 'no overlapping shapes',
  check({ nodes, notes }) {
    const shapes = [...nodes, ...notes];
    return shapes.flatMap((a, index) =>
      shapes
        .slice(index + 1)
        .filter((b) => a.attachedTo !== b.id && b.attachedTo !== a.id && overlap(a.box, b.box))
        .map((b) => `${a.id} overlaps ${b.id}`),
    );
  },
};
