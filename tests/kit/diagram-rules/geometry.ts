/** Plane geometry of boxes and orthogonal lines. */
import type { Box, Edge, Point } from './diagram';

export interface Segment {
  readonly from: Point;
  readonly to: Point;
}

export const centre = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Touching edges do not overlap. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export function segmentsOf({ points }: Edge): Segment[] {
  return points.slice(1).map((to, index) => ({ from: points[index]!, to }));
}

export const isHorizontal = ({ from, to }: Segment): boolean => from.y === to.y;
export const isVertical = ({ from, to }: Segment): boolean => from.x === to.x;

/** An orthogonal segment as the thinnest box around it, so that a line on a box's border only touches it. */
export function crosses({ from, to }: Segment, box: Box): boolean {
  const [left, right] = from.x < to.x ? [from.x, to.x] : [to.x, from.x];
  const [top, bottom] = from.y < to.y ? [from.y, to.y] : [to.y, from.y];
  return (
    left < box.x + box.width &&
    box.x < right + 0.01 &&
    top < box.y + box.height &&
    box.y < bottom + 0.01 &&
    right > box.x &&
    bottom > box.y
  );
}

/** True when the two share more than a point. */
export function runsAlong(a: Segment, b: Segment): boolean {
  if (isHorizontal(a) && isHorizontal(b) && a.from.y === b.from.y)
    return shareLength(a.from.x, a.to.x, b.from.x, b.to.x);
  if (isVertical(a) && isVertical(b) && a.from.x === b.from.x)
    return shareLength(a.from.y, a.to.y, b.from.y, b.to.y);
  return false;
}

function shareLength(a1: number, a2: number, b1: number, b2: number): boolean {
  return Math.min(Math.max(a1, a2), Math.max(b1, b2)) > Math.max(Math.min(a1, a2), Math.min(b1, b2));
}

/** On the border, or for round and diamond shapes on one of its four points. */
export function isOnBorder({ x, y }: Point, box: Box): boolean {
  const withinX = x >= box.x && x <= box.x + box.width;
  const withinY = y >= box.y && y <= box.y + box.height;
  const onSide = x === box.x || x === box.x + box.width;
  const onTop = y === box.y || y === box.y + box.height;
  return (onSide && withinY) || (onTop && withinX);
}
