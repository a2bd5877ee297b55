/**
 * Draws each flow on a grid of ten pixels: the cheapest way between two borders that runs through no shape and
 * along no other flow. Length, bends, crossings and lines close to others cost.
 */
const step = 10;
const clearance = 20;
const price = { bend: 6, crossing: 14, beside: 1.5, near: 0.5, laneBorder: 3 };
const directions = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
];
/** Of the four sides, in the order of `directions`. */
const leaving = { task: [0, 3, 3, 3], point: [0, 1, 20, 1] };
const arriving = { task: [12, 3, 0, 3], point: [20, 4, 0, 4] };

const isTask = ({ width }) => width === 120;

/** Points of each flow, by id. Throws naming the flow that finds no way. */
export function route(model, boxes) {
  const pool = boxes.get(model.pool);
  const grid = createGrid(model, boxes, pool);
  const ways = new Map();
  for (const flow of inOrder(model, boxes)) {
    const source = portsOf(model, boxes, flow.source, leaving);
    const target = portsOf(model, boxes, flow.target, arriving);
    const way = grid.cheapest(source, target);
    if (!way)
      throw new Error(
        `Expected a way for ${flow.id} from ${flow.source} to ${flow.target}, but found none: move them apart`,
      );
    grid.occupy(way);
    ways.set(flow.id, simplify(way.points));
  }
  return ways;
}

/** Straight ones first, then short ones; those that go back come last. */
function inOrder({ flows }, boxes) {
  const rate = ({ source, target }) => {
    const [a, b] = [middle(boxes.get(source)), middle(boxes.get(target))];
    const isStraight = a.y === b.y || a.x === b.x;
    const goesBack = b.x < a.x;
    return (isStraight ? 0 : 500) + (goesBack ? 5000 : 0) + Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  };
  return [...flows].sort((a, b) => rate(a) - rate(b));
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

function portsOf(model, boxes, id, prices) {
  const node = model.nodes.find((one) => one.id === id);
  const box = boxes.get(id);
  const centre = middle(box);
  const side = prices[isTask(box) ? 'task' : 'point'];
  return directions.flatMap((direction, index) => {
    if (node.host && index !== 1) return [];
    const offsets = isTask(box) ? (direction.x ? [0, -20, 20] : [0, -30, 30]) : [0];
    return offsets.map((offset) => {
      const border = {
        x: centre.x + (direction.x * box.width) / 2 + (direction.x ? 0 : offset),
        y: centre.y + (direction.y * box.height) / 2 + (direction.y ? 0 : offset),
      };
      const reach = (from, sign) =>
        sign === 0 ? from : sign * Math.ceil((sign * from + clearance) / step) * step;
      const outside = { x: reach(border.x, direction.x), y: reach(border.y, direction.y) };
      return { border, outside, direction: index, price: side[index] + (offset ? 6 : 0), key: keyOf(border) };
    });
  });
}

const keyOf = ({ x, y }) => `${x} ${y}`;

function createGrid(model, boxes, pool) {
  const columns = Math.ceil((pool.x + pool.width) / step);
  const rows = Math.ceil((pool.y + pool.height) / step);
  const blocked = new Uint8Array(columns * rows).fill(1);
  /** Bit 1: a horizontal line, bit 2: a vertical one, bit 4: a corner. */
  const lines = new Uint8Array(columns * rows);
  const usedPorts = new Set();
  const borders = new Set(model.lanes.map(({ id }) => boxes.get(id).y / step));
  const at = (x, y) => y * columns + x;
  const left = pool.x / step + 5;
  for (let y = pool.y / step + 1; y < rows; y += 1)
    for (let x = left; x < columns; x += 1) blocked[at(x, y)] = 0;
  for (const { id } of model.nodes) {
    const box = boxes.get(id);
    const from = { x: box.x - clearance, y: box.y - clearance };
    const to = { x: box.x + box.width + clearance, y: box.y + box.height + clearance };
    for (let y = Math.floor(from.y / step) + 1; y * step < to.y; y += 1)
      for (let x = Math.floor(from.x / step) + 1; x * step < to.x; x += 1) blocked[at(x, y)] = 1;
  }

  function stepPrice(x, y, direction) {
    const line = direction % 2 === 0 ? 1 : 2;
    const used = lines[at(x, y)];
    if (used & (line | 4)) return Infinity;
    const across = directions[(direction + 1) % 4];
    const beside = (distance) =>
      [1, -1].some(
        (sign) => lines[at(x + sign * distance * across.x, y + sign * distance * across.y)] & line,
      );
    return (
      1 +
      (used ? price.crossing : 0) +
      (beside(1) ? price.beside : beside(2) ? price.near : 0) +
      (line === 1 && borders.has(y) ? price.laneBorder : 0)
    );
  }

  function cheapest(sources, targets) {
    const costs = new Float64Array(columns * rows * 4).fill(Infinity);
    const before = new Int32Array(columns * rows * 4).fill(-1);
    const starts = new Map();
    const queue = createQueue();
    const open = (ports) => ports.filter(({ key }) => !usedPorts.has(key));
    for (const port of open(sources)) {
      const cell = at(port.outside.x / step, port.outside.y / step);
      if (blocked[cell] || lines[cell]) continue;
      const state = cell * 4 + port.direction;
      if (port.price >= costs[state]) continue;
      costs[state] = port.price;
      starts.set(state, port);
      queue.push(state, port.price);
    }
    const ends = new Map(
      open(targets).map((port) => [at(port.outside.x / step, port.outside.y / step), port]),
    );
    let best = { cost: Infinity };
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      const cost = costs[state];
      if (cost >= best.cost) break;
      const cell = state >> 2;
      const direction = state & 3;
      const port = ends.get(cell);
      const inward = port && (port.direction + 2) % 4;
      if (port && direction !== port.direction && !(direction !== inward && lines[cell])) {
        const whole = cost + port.price + (direction === inward ? 0 : price.bend);
        if (whole < best.cost) best = { cost: whole, state, port };
      }
      const x = cell % columns;
      const y = (cell - x) / columns;
      for (let next = 0; next < 4; next += 1) {
        if (next === (direction + 2) % 4 || (next !== direction && lines[cell])) continue;
        const to = { x: x + directions[next].x, y: y + directions[next].y };
        if (to.x < 0 || to.y < 0 || to.x >= columns || to.y >= rows || blocked[at(to.x, to.y)]) continue;
        const total = cost + stepPrice(to.x, to.y, next) + (next === direction ? 0 : price.bend);
        const follower = at(to.x, to.y) * 4 + next;
        if (total >= costs[follower]) continue;
        costs[follower] = total;
        before[follower] = state;
        starts.delete(follower);
        queue.push(follower, total);
      }
    }
    if (!best.port) return undefined;
    const cells = [];
    let state = best.state;
    for (; state !== -1; state = before[state]) {
      cells.unshift(state >> 2);
      if (before[state] === -1) break;
    }
    const start = starts.get(state);
    const points = cells.map((cell) => ({
      x: (cell % columns) * step,
      y: Math.floor(cell / columns) * step,
    }));
    return { start, end: best.port, points: [start.border, ...points, best.port.border] };
  }

  function occupy({ start, end, points }) {
    usedPorts.add(start.key).add(end.key);
    points.slice(1, -1).forEach((point, index) => {
      const [previous, next] = [points[index], points[index + 2]];
      const isCorner = previous.x !== next.x && previous.y !== next.y;
      const line = previous.y === point.y ? 1 : 2;
      lines[at(point.x / step, point.y / step)] |= isCorner ? 7 : line;
    });
  }

  return { cheapest, occupy };
}

function createQueue() {
  const heap = [];
  const swap = (a, b) => ([heap[a], heap[b]] = [heap[b], heap[a]]);
  return {
    push(value, cost) {
      heap.push({ value, cost });
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (heap[parent].cost <= heap[at].cost) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (heap.length === 0) return top?.value;
      heap[0] = last;
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        let least = at;
        if (left < heap.length && heap[left].cost < heap[least].cost) least = left;
        if (right < heap.length && heap[right].cost < heap[least].cost) least = right;
        if (least === at) return top.value;
        swap(at, least);
        at = least;
      }
    },
  };
}

function simplify(points) {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });
}
