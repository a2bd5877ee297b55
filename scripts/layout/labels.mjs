/** Finds a free place for each name that stands beside its shape or flow. */
import { isLabelledOutside } from './model.mjs';

/** As bpmn-js breaks them: at 90 pixels, up to 6.6 a character (Arial is narrower than what stands in for it) and 14 a line. */
const widest = 90;
const perCharacter = 6.6;

function sizeOf(name) {
  const lines = name.split(' ').reduce((done, word) => {
    const joined = done.length === 0 ? word : `${done.at(-1)} ${word}`;
    return joined.length * perCharacter <= widest && done.length > 0
      ? [...done.slice(0, -1), joined]
      : [...done, word];
  }, []);
  const width = Math.max(...lines.map((line) => Math.ceil(line.length * perCharacter)));
  return { width: Math.min(widest, width + 4), height: lines.length * 14 };
}

/** Label boxes by id. Throws naming what has no room. */
export function placeLabels(model, boxes, ways) {
  const shapes = model.nodes.map(({ id }) => boxes.get(id));
  const lines = [...ways.values()].flatMap((points) =>
    points.slice(1).map((to, index) => toBox(points[index], to)),
  );
  const borders = model.lanes.map(({ id }) => {
    const { x, y, width } = boxes.get(id);
    return { x, y, width, height: 0 };
  });
  const pool = boxes.get(model.pool);
  const labels = new Map();
  const nodes = model.nodes.filter((node) => node.name && isLabelledOutside(node));
  const wanted = [
    ...nodes.map(({ id, name }) => [id, beside(boxes.get(id), { ...sizeOf(name), width: widest })]),
    ...model.flows.filter(({ name }) => name).map(({ id, name }) => [id, along(ways.get(id), sizeOf(name))]),
  ];
  for (const [id, candidates] of wanted) {
    const obstacles = [...shapes, ...lines, ...labels.values()];
    const isFree = (margin, more) => (label) =>
      within(pool, label) && ![...obstacles, ...more].some((one) => meet(grow(label, margin), one));
    const label =
      candidates.find(isFree(4, borders)) ??
      candidates.find(isFree(2, borders)) ??
      candidates.find(isFree(1, []));
    if (!label)
      throw new Error(`Expected room for the name of ${id}, but found none: move its neighbours apart`);
    labels.set(id, label);
  }
  return labels;
}

function beside({ x, y, width, height }, size) {
  const centre = { x: x + width / 2, y: y + height / 2 };
  const below = y + height + 6;
  const above = y - 6 - size.height;
  const shifts = [0, ...range(size.width / 2 + 8, 130, 10).flatMap((shift) => [shift, -shift])];
  const rows = [below, above, ...range(10, 60, 10).flatMap((gap) => [below + gap, above - gap])];
  const sideways = [centre.y - size.height - 6, centre.y + 6, centre.y - size.height / 2];
  return [
    ...shifts.flatMap((shift) => rows.map((top) => ({ left: centre.x + shift - size.width / 2, top }))),
    ...sideways.flatMap((top) => [
      { left: x + width + 6, top },
      { left: x - 6 - size.width, top },
    ]),
  ]
    .map(({ left, top }) => ({ x: Math.round(left), y: Math.round(top), ...size }))
    .sort((a, b) => distance(a, centre) - distance(b, centre));
}

function distance(label, { x, y }) {
  const [dx, dy] = [label.x + label.width / 2 - x, label.y + label.height / 2 - y];
  // Straight below or above reads best.
  return Math.abs(dx) * 0.95 + Math.abs(dy) * 1.4 + (dy < 0 ? 3 : 0);
}

function along(points, size) {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index];
    const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    const sign = Math.sign(to.x - from.x + to.y - from.y);
    return range(4, Math.max(5, length), 6).flatMap((at) => {
      if (from.y === to.y) {
        const x = sign > 0 ? from.x + at : from.x - at - size.width;
        return [
          { x, y: from.y - 6 - size.height, ...size },
          { x, y: from.y + 6, ...size },
        ];
      }
      const y = sign > 0 ? from.y + at : from.y - at - size.height;
      return [
        { x: from.x + 8, y, ...size },
        { x: from.x - 8 - size.width, y, ...size },
      ];
    });
  });
}

function range(from, to, by) {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, index) => from + index * by);
}

const toBox = (a, b) => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});
const grow = ({ x, y, width, height }, by) => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});
const meet = (a, b) =>
  a.x < b.x + b.width + 0.01 && b.x < a.x + a.width && a.y < b.y + b.height + 0.01 && b.y < a.y + a.height;
const within = (outer, inner) =>
  inner.x >= outer.x + 32 &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
