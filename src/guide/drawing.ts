/**
 * A diagram as lines, boxes and texts, whatever they are drawn on: from the diagram interchange, in BPMN's notation.
 * Coordinates in the diagram's units, the origin at the drawing's top left.
 */
import type { Bounds, Picture, PictureEdge, PictureShape, Point } from '../bpmn/picture';
import { eventSymbol, taskSymbol } from './symbols';
import { wrap, type MeasureText } from './wrap';

export type Mark =
  | { readonly kind: 'rect'; readonly at: Bounds; readonly radius: number; readonly style: Style }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly style: Style;
    }
  /** SVG path data, moved by `x` and `y`. */
  | {
      readonly kind: 'path';
      readonly d: string;
      readonly x: number;
      readonly y: number;
      readonly style: Style;
    }
  /** Centred on `x`; `y` is the base line. Turned a quarter to the left where `upright`. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly text: string;
      readonly color: string;
      readonly bold: boolean;
      readonly upright: boolean;
      readonly align: 'center' | 'left';
    };

export interface Style {
  readonly stroke: string | null;
  readonly fill: string | null;
  readonly width: number;
  readonly dashed: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

const INK = '#22242a';
const PAPER = '#ffffff';
const PADDING = 12;
const LABEL_SIZE = 11;
const TASK_SIZE = 12;
const LANE_TITLE = 30;
const ARROW = 'M 0 0 L -9 -4.5 L -9 4.5 Z';

const style = (over: Partial<Style> = {}): Style => ({
  stroke: INK,
  fill: PAPER,
  width: 1.5,
  dashed: false,
  ...over,
});

export function draw(picture: Picture, measure: MeasureText): Drawing {
  const frame = frameOf(picture);
  const shapes = [...picture.shapes].sort((left, right) => depth(left) - depth(right));
  const marks = [
    ...shapes.filter(isContainer).flatMap((shape) => container(shape, measure)),
    ...picture.edges.flatMap((edge) => edgeMarks(edge, measure)),
    ...shapes.filter((shape) => !isContainer(shape)).flatMap((shape) => node(shape, measure)),
  ];
  return {
    width: frame.width + 2 * PADDING,
    height: frame.height + 2 * PADDING,
    marks: marks.map((mark) => moved(mark, PADDING - frame.x, PADDING - frame.y)),
  };
}

/** Pools, then lanes, then subprocesses, then what is in them; boundary events last. */
function depth({ type, expanded }: PictureShape): number {
  if (type === 'participant') return 0;
  if (type === 'lane') return 1;
  if (type === 'boundaryEvent') return 5;
  return type === 'subProcess' && expanded ? 2 : 3;
}

const isContainer = ({ type, expanded }: PictureShape): boolean =>
  type === 'participant' || type === 'lane' || (type === 'subProcess' && expanded);

function frameOf({ shapes, edges }: Picture): Bounds {
  const boxes = [
    ...shapes.flatMap(({ bounds, label }) => (label === null ? [bounds] : [bounds, label])),
    ...edges.flatMap(({ label, waypoints }) => [
      ...(label === null ? [] : [label]),
      ...waypoints.map(({ x, y }) => ({ x, y, width: 0, height: 0 })),
    ]),
  ];
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

function moved(mark: Mark, dx: number, dy: number): Mark {
  if (mark.kind === 'rect') return { ...mark, at: { ...mark.at, x: mark.at.x + dx, y: mark.at.y + dy } };
  return { ...mark, x: mark.x + dx, y: mark.y + dy };
}

function textMark(text: string, at: Point, over: Partial<Extract<Mark, { kind: 'text' }>> = {}): Mark {
  return {
    kind: 'text',
    text,
    size: LABEL_SIZE,
    color: INK,
    bold: false,
    upright: false,
    align: 'center',
    ...at,
    ...over,
  };
}

/** Lines centred in a box. */
function block(text: string, box: Bounds, size: number, measure: MeasureText, color = INK): Mark[] {
  const lines = wrap(text, box.width, size, measure);
  const height = size * 1.2;
  const top = box.y + (box.height - lines.length * height) / 2;
  return lines.map((line, index) =>
    textMark(line, { x: box.x + box.width / 2, y: top + (index + 0.82) * height }, { size, color }),
  );
}

/** Lines from the top of a label's box. */
function label(text: string, box: Bounds | null, measure: MeasureText, color = INK): Mark[] {
  if (text === '' || box === null) return [];
  const lines = wrap(text, Math.max(box.width, 60), LABEL_SIZE, measure);
  return lines.map((line, index) =>
    textMark(line, { x: box.x + box.width / 2, y: box.y + (index + 0.82) * LABEL_SIZE * 1.2 }, { color }),
  );
}

function container(shape: PictureShape, measure: MeasureText): Mark[] {
  const { bounds, name } = shape;
  const color = shape.stroke ?? INK;
  if (shape.type === 'subProcess') {
    const dashed = shape.event !== '';
    const title = { ...bounds, height: 24 };
    return [
      {
        kind: 'rect',
        at: bounds,
        radius: 10,
        style: style({ stroke: color, fill: shape.fill ?? PAPER, dashed }),
      },
      ...block(name, title, TASK_SIZE, measure, color),
    ];
  }
  const titled = { ...bounds, width: LANE_TITLE };
  const lines = wrap(name, bounds.height - 8, TASK_SIZE, measure);
  const start = titled.x + titled.width / 2 - ((lines.length - 1) * TASK_SIZE * 1.2) / 2 + 4;
  return [
    { kind: 'rect', at: bounds, radius: 0, style: style({ stroke: color, fill: shape.fill ?? PAPER }) },
    ...(shape.type === 'participant'
      ? [{ kind: 'rect' as const, at: titled, radius: 0, style: style({ stroke: color, fill: null }) }]
      : []),
    ...lines.map((line, index) =>
      textMark(
        line,
        { x: start + index * TASK_SIZE * 1.2, y: bounds.y + bounds.height / 2 },
        { upright: true, size: TASK_SIZE, bold: shape.type === 'participant' },
      ),
    ),
  ];
}

function node(shape: PictureShape, measure: MeasureText): Mark[] {
  if (shape.type.endsWith('Event')) return event(shape, measure);
  if (shape.type.endsWith('Gateway')) return gateway(shape, measure);
  if (shape.type === 'textAnnotation') return annotation(shape, measure);
  if (shape.type.startsWith('data')) return label(shape.name, shape.label ?? shape.bounds, measure);
  return activity(shape, measure);
}

function event(shape: PictureShape, measure: MeasureText): Mark[] {
  const { bounds, type } = shape;
  const color = shape.stroke ?? INK;
  const fill = shape.fill ?? PAPER;
  const x = bounds.x + bounds.width / 2;
  const y = bounds.y + bounds.height / 2;
  const r = bounds.width / 2;
  const width = type === 'endEvent' ? 4 : 1.5;
  const dashed = shape.nonInterrupting;
  const inner = type === 'boundaryEvent' || type.startsWith('intermediate');
  const throwing = type === 'endEvent' || type === 'intermediateThrowEvent';
  return [
    { kind: 'circle', x, y, r, style: style({ stroke: color, fill, width, dashed }) },
    ...(inner
      ? [{ kind: 'circle' as const, x, y, r: r - 3, style: style({ stroke: color, fill, dashed }) }]
      : []),
    ...eventSymbol(shape.event, throwing).map(({ d, filled }): Mark => ({
      kind: 'path',
      d,
      x,
      y,
      style: style({ stroke: color, fill: filled ? color : null, width: 1.2 }),
    })),
    ...label(shape.name, shape.label, measure, color),
  ];
}

const gatewayMarks: Readonly<Record<string, string>> = {
  exclusiveGateway: 'M -6 -8 L 6 8 M 6 -8 L -6 8',
  parallelGateway: 'M 0 -11 L 0 11 M -11 0 L 11 0',
  inclusiveGateway: 'M 10 0 A 10 10 0 1 1 -10 0 A 10 10 0 1 1 10 0 Z',
  eventBasedGateway: 'M 0 -9 L 9 -2.5 L 5.5 8 L -5.5 8 L -9 -2.5 Z',
};

function gateway(shape: PictureShape, measure: MeasureText): Mark[] {
  const { bounds } = shape;
  const color = shape.stroke ?? INK;
  const x = bounds.x + bounds.width / 2;
  const y = bounds.y + bounds.height / 2;
  const half = bounds.width / 2;
  const diamond = `M 0 ${-half} L ${half} 0 L 0 ${half} L ${-half} 0 Z`;
  const inside = gatewayMarks[shape.type] ?? '';
  const width = shape.type === 'eventBasedGateway' ? 1.2 : 3;
  return [
    { kind: 'path', d: diamond, x, y, style: style({ stroke: color, fill: shape.fill ?? PAPER }) },
    { kind: 'path', d: inside, x, y, style: style({ stroke: color, fill: null, width }) },
    ...label(shape.name, shape.label, measure, color),
  ];
}

function annotation({ bounds, name, stroke }: PictureShape, measure: MeasureText): Mark[] {
  const bracket = `M 10 0 L 0 0 L 0 ${bounds.height} L 10 ${bounds.height}`;
  const lines = wrap(name, bounds.width - 10, LABEL_SIZE, measure);
  return [
    {
      kind: 'path',
      d: bracket,
      x: bounds.x,
      y: bounds.y,
      style: style({ stroke: stroke ?? INK, fill: null }),
    },
    ...lines.map((line, index) =>
      textMark(
        line,
        { x: bounds.x + 6, y: bounds.y + 4 + (index + 0.82) * LABEL_SIZE * 1.2 },
        { align: 'left', color: stroke ?? INK },
      ),
    ),
  ];
}

const loopMarks = {
  parallel: 'M -4 -5 L -4 5 M 0 -5 L 0 5 M 4 -5 L 4 5',
  sequential: 'M -5 -4 L 5 -4 M -5 0 L 5 0 M -5 4 L 5 4',
} as const;

function activity(shape: PictureShape, measure: MeasureText): Mark[] {
  const { bounds } = shape;
  const color = shape.stroke ?? INK;
  const width = shape.type === 'callActivity' ? 4 : 1.5;
  const symbol = taskSymbol(shape.type);
  const foot = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height - 10 };
  const line = style({ stroke: color, fill: null, width: 1.2 });
  return [
    {
      kind: 'rect',
      at: bounds,
      radius: 10,
      style: style({ stroke: color, fill: shape.fill ?? PAPER, width }),
    },
    ...(symbol === null
      ? []
      : [{ kind: 'path' as const, d: symbol, x: bounds.x + 7, y: bounds.y + 6, style: line }]),
    ...(shape.multiInstance === null
      ? []
      : [{ kind: 'path' as const, d: loopMarks[shape.multiInstance], ...foot, style: line }]),
    ...block(shape.name, { ...bounds, x: bounds.x + 4, width: bounds.width - 8 }, TASK_SIZE, measure, color),
  ];
}

function edgeMarks(edge: PictureEdge, measure: MeasureText): Mark[] {
  const [first] = edge.waypoints;
  const last = edge.waypoints.at(-1);
  const before = edge.waypoints.at(-2);
  if (first === undefined || last === undefined || before === undefined) return [];
  const color = edge.stroke ?? INK;
  const d = edge.waypoints
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'} ${x - first.x} ${y - first.y}`)
    .join(' ');
  const dashed = edge.type !== 'sequenceFlow';
  const line: Mark = {
    kind: 'path',
    d,
    x: first.x,
    y: first.y,
    style: style({ stroke: color, fill: null, dashed }),
  };
  const head: Mark = {
    kind: 'path',
    d: turned(ARROW, Math.atan2(last.y - before.y, last.x - before.x)),
    x: last.x,
    y: last.y,
    style: style({ stroke: color, fill: color, width: 1 }),
  };
  return [
    line,
    ...(edge.type === 'association' ? [] : [head]),
    ...label(edge.name, edge.label, measure, color),
  ];
}

/** Path data of straight lines, turned about its origin. */
function turned(d: string, angle: number): string {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const round = (value: number) => Math.round(value * 100) / 100;
  return d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_all, x: string, y: string) => {
    const [dx, dy] = [Number(x), Number(y)];
    return `${round(dx * cos - dy * sin)} ${round(dx * sin + dy * cos)}`;
  });
}
