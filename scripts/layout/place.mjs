/** Gives each node its cell (column, row within its lane) and from that its box. All numbers in pixels. */
import { halfSize } from './model.mjs';

export const pitch = { x: 180, y: 140 };
const poolAt = { x: 160, y: 80 };
const headWidth = 30;
const first = { x: 100, y: 90 };

/**
 * Cells come from `hints` ({id: [column, row]}), else from where the file draws the nodes now, else from the
 * flows: the longest way from a start, and the row of what leads there.
 */
export function assignCells(model, hints = {}) {
  const own = model.nodes.filter(({ host }) => !host);
  if (own.every(({ id }) => hints[id])) return new Map(own.map(({ id }) => [id, hints[id]]));
  return own.every(({ centre }) => centre) ? cellsOfDrawing(own) : cellsOfFlows(model, own);
}

function cellsOfDrawing(nodes) {
  const column = rank(nodes.map(({ centre }) => centre.x));
  const rows = new Map(
    [...new Set(nodes.map(({ lane }) => lane))].map((lane) => [
      lane,
      rank(nodes.filter((node) => node.lane === lane).map(({ centre }) => centre.y)),
    ]),
  );
  return new Map(nodes.map(({ id, lane, centre }) => [id, [column(centre.x), rows.get(lane)(centre.y)]]));
}

/** The number of the group that a value belongs to; values less than half a task apart make a group. */
function rank(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const starts = sorted.filter((value, index) => index === 0 || value - sorted[index - 1] > 40);
  return (value) => starts.findLastIndex((start) => start <= value);
}

function cellsOfFlows(model, nodes) {
  const hostOf = new Map(model.nodes.map(({ id, host }) => [id, host ?? id]));
  const edges = model.flows.map(({ source, target }) => [hostOf.get(source), target]);
  const forward = withoutLoops(nodes, edges);
  const cells = new Map();
  const taken = new Set();
  const columnOf = (id) =>
    Math.max(0, ...forward.filter(([, to]) => to === id).map(([from]) => columnOf(from) + 1));
  const ordered = nodes.map((node) => [columnOf(node.id), node]).sort(([a], [b]) => a - b);
  for (const [column, { id, lane }] of ordered) {
    const before = forward.find(([from, to]) => to === id && laneOf(nodes, from) === lane)?.[0];
    let row = before ? (cells.get(before)?.[1] ?? 0) : 0;
    while (taken.has(`${lane} ${column} ${row}`)) row += 1;
    taken.add(`${lane} ${column} ${row}`);
    cells.set(id, [column, row]);
  }
  return cells;
}

const laneOf = (nodes, id) => nodes.find((node) => node.id === id)?.lane;

function withoutLoops(nodes, edges) {
  const kept = [];
  const leads = (from, to) =>
    from === to || kept.some(([source, target]) => source === from && leads(target, to));
  for (const edge of edges) if (!leads(edge[1], edge[0])) kept.push(edge);
  return kept;
}

/** Boxes of pool, lanes and nodes, by id, and the bounds within which flows may run. */
export function place(model, cells) {
  const columns = Math.max(...[...cells.values()].map(([column]) => column)) + 1;
  const width = headWidth + 2 * first.x + (columns - 1) * pitch.x + 20;
  const boxes = new Map();
  let y = poolAt.y;
  for (const lane of model.lanes) {
    const inside = model.nodes.filter((node) => node.lane === lane.id && !node.host);
    const rows = Math.max(0, ...inside.map(({ id }) => cells.get(id)[1])) + 1;
    const height = 2 * first.y + (rows - 1) * pitch.y;
    boxes.set(lane.id, { x: poolAt.x + headWidth, y, width: width - headWidth, height });
    for (const { id, type } of inside) {
      const [column, row] = cells.get(id);
      const centre = {
        x: poolAt.x + headWidth + first.x + column * pitch.x,
        y: y + first.y + row * pitch.y,
      };
      boxes.set(id, around(centre, halfSize(type)));
    }
    y += height;
  }
  boxes.set(model.pool, { ...poolAt, width, height: y - poolAt.y });
  const seen = new Map();
  for (const { id, type, host } of model.nodes.filter((node) => node.host)) {
    const at = boxes.get(host);
    const nth = seen.get(host) ?? 0;
    seen.set(host, nth + 1);
    const centre = { x: at.x + 90 - 60 * nth, y: at.y + at.height };
    boxes.set(id, around(centre, halfSize(type)));
  }
  model.notes.forEach(({ id, text }, index) =>
    boxes.set(id, {
      x: poolAt.x,
      y: y + 20 + index * 40,
      width: 20 + Math.ceil(text.length * 6.5),
      height: 30,
    }),
  );
  return boxes;
}

function around({ x, y }, half) {
  return { x: x - half.x, y: y - half.y, width: 2 * half.x, height: 2 * half.y };
}
