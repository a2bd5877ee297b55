/** A process file as the rules see it: shapes and edges of its diagram, tied to their elements. */
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
export interface Element {
  readonly id: string;
  /** E.g. `bpmn:UserTask`. */
  readonly type: string;
  readonly name: string;
  readonly documentation: string;
  /** `zeebe:properties`. */
  readonly properties: Readonly<Record<string, string>>;
}
export interface Shape extends Element {
  readonly box: Box;
  readonly label?: Box;
  /** Of boundary events. */
  readonly attachedTo?: string;
  /** Id of the lane that refers to it. */
  readonly lane?: string;
}
export interface Edge extends Element {
  readonly source: string;
  readonly target: string;
  readonly points: readonly Point[];
  readonly label?: Box;
}
export interface Diagram {
  /** Everything drawn within lanes: tasks, events, gateways, subprocesses. */
  readonly nodes: readonly Shape[];
  readonly lanes: readonly Shape[];
  readonly pools: readonly Shape[];
  readonly notes: readonly Shape[];
  readonly flows: readonly Edge[];
  readonly processes: readonly Element[];
  /** Ids of flow nodes and flows that have no drawing. */
  readonly undrawn: readonly string[];
  /** Of everything drawn: the numbers as they are written in the file. */
  readonly numbers: readonly number[];
}

/** A rule returns a sentence for each fault, empty when the diagram keeps it. */
export interface DiagramRule {
  readonly name: string;
  readonly check: (diagram: Diagram) => string[];
}

interface Moddle {
  readonly $type: string;
  readonly id: string;
  readonly $instanceOf: (type: string) => boolean;
  readonly [property: string]: unknown;
}

export async function readDiagram(xml: string): Promise<Diagram> {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement, elementsById } = (await moddle.fromXML(xml)) as unknown as {
    rootElement: Moddle;
    elementsById: Record<string, Moddle>;
  };
  const elements = Object.values(elementsById);
  const of = (type: string) => elements.filter((element) => element.$instanceOf(type));
  const drawings = (rootElement['diagrams'] as Moddle[]).flatMap(
    (diagram) => (diagram['plane'] as Moddle)['planeElement'] as Moddle[],
  );
  const drawingOf = (element: Moddle) => drawings.find((drawing) => drawing['bpmnElement'] === element);
  const lanes = of('bpmn:Lane');
  const laneOf = (element: Moddle) => lanes.find((lane) => many(lane, 'flowNodeRef').includes(element))?.id;
  const shapesOf = (type: string) =>
    of(type).flatMap((element) => toShape(element, drawingOf(element), laneOf));
  const flows = of('bpmn:SequenceFlow');
  return {
    nodes: shapesOf('bpmn:FlowNode'),
    lanes: shapesOf('bpmn:Lane'),
    pools: shapesOf('bpmn:Participant'),
    notes: shapesOf('bpmn:TextAnnotation'),
    flows: flows.flatMap((flow) => toEdge(flow, drawingOf(flow))),
    processes: of('bpmn:Process').map(toElement),
    undrawn: [...of('bpmn:FlowNode'), ...flows, ...lanes].filter((e) => !drawingOf(e)).map(({ id }) => id),
    numbers: drawings.flatMap(numbersOf),
  };
}

function toElement(element: Moddle): Element {
  const extensions = element['extensionElements'] as Moddle | undefined;
  const holders = extensions ? many(extensions, 'values') : [];
  const properties = holders
    .filter(({ $type }) => $type === 'zeebe:Properties')
    .flatMap((h) => many(h, 'properties'));
  return {
    id: element.id,
    type: element.$type,
    name: text(element['name'] ?? element['text']),
    documentation: many(element, 'documentation')
      .map((one) => text(one['text']))
      .join('\n'),
    properties: Object.fromEntries(properties.map((one) => [text(one['name']), text(one['value'])])),
  };
}

function toShape(
  element: Moddle,
  drawing: Moddle | undefined,
  laneOf: (element: Moddle) => string | undefined,
): Shape[] {
  if (!drawing) return [];
  const host = element['attachedToRef'] as Moddle | undefined;
  const lane = laneOf(element);
  return [
    {
      ...toElement(element),
      box: toBox(drawing['bounds'] as Moddle),
      ...labelOf(drawing),
      ...(host && { attachedTo: host.id }),
      ...(lane && { lane }),
    },
  ];
}

function toEdge(flow: Moddle, drawing: Moddle | undefined): Edge[] {
  if (!drawing) return [];
  const points = many(drawing, 'waypoint').map((point) => ({ x: Number(point['x']), y: Number(point['y']) }));
  const source = (flow['sourceRef'] as Moddle).id;
  const target = (flow['targetRef'] as Moddle).id;
  return [{ ...toElement(flow), source, target, points, ...labelOf(drawing) }];
}

function labelOf(drawing: Moddle): { label?: Box } {
  const bounds = (drawing['label'] as Moddle | undefined)?.['bounds'] as Moddle | undefined;
  return bounds ? { label: toBox(bounds) } : {};
}

function toBox(bounds: Moddle): Box {
  const { x, y, width, height } = bounds as unknown as Box;
  return { x, y, width, height };
}

function numbersOf(drawing: Moddle): number[] {
  const bounds = drawing['bounds'] as Moddle | undefined;
  const label = labelOf(drawing).label;
  const boxes = [...(bounds ? [toBox(bounds)] : []), ...(label ? [label] : [])];
  const points = many(drawing, 'waypoint').flatMap((point) => [Number(point['x']), Number(point['y'])]);
  return [...boxes.flatMap(({ x, y, width, height }) => [x, y, width, height]), ...points];
}

function many(element: Moddle, property: string): Moddle[] {
  return (element[property] as Moddle[] | undefined) ?? [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
