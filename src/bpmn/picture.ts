/** The diagram interchange of a file: what is drawn where. Sizes and places in the diagram's own units (pixels). */
import {
  child,
  children,
  eventDefinitions,
  extension,
  idOf,
  isA,
  readXml,
  tagOf,
  text,
  walk,
  type Element,
} from './element';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PictureShape {
  readonly id: string;
  /** BPMN tag, e.g. `userTask`, `lane`. */
  readonly type: string;
  readonly name: string;
  readonly bounds: Bounds;
  readonly label: Bounds | null;
  /** Of an event: `timer`, `message`, `error` …; of an event without one: empty. */
  readonly event: string;
  /** Of a boundary or start event that lets its scope go on. */
  readonly nonInterrupting: boolean;
  readonly expanded: boolean;
  readonly multiInstance: 'parallel' | 'sequential' | null;
  readonly stroke: string | null;
  readonly fill: string | null;
}

export interface PictureEdge {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly waypoints: readonly Point[];
  readonly label: Bounds | null;
  readonly isDefault: boolean;
  readonly stroke: string | null;
}

export interface Picture {
  readonly shapes: readonly PictureShape[];
  readonly edges: readonly PictureEdge[];
}

/** @throws Error when the file is not BPMN; a file without a diagram gives an empty picture */
export async function readPicture(xml: string): Promise<Picture> {
  const { root } = await readXml(xml);
  const planes = children(root, 'diagrams').map((diagram) => child(diagram, 'plane'));
  const drawn = planes.flatMap((plane) => [...children(plane, 'planeElement')]);
  return {
    shapes: drawn.filter((one) => isA(one, 'bpmndi:BPMNShape')).flatMap(shapeOf),
    edges: drawn.filter((one) => isA(one, 'bpmndi:BPMNEdge')).flatMap(edgeOf),
  };
}

/** A number that the file gives; 0 where it gives none. */
function number(element: Element | undefined, name: string): number {
  const value = Number(element?.[name]);
  return Number.isFinite(value) ? value : 0;
}

function boundsOf(di: Element | undefined): Bounds | null {
  const bounds = child(di, 'bounds');
  if (bounds === undefined) return null;
  return {
    x: number(bounds, 'x'),
    y: number(bounds, 'y'),
    width: number(bounds, 'width'),
    height: number(bounds, 'height'),
  };
}

const COLOR = /^#[0-9a-f]{3,8}$/i;

/** The `bioc:` or `color:` attribute, which the reader gives without prefix; only plain hexadecimal colours. */
function colorOf(di: Element, ...names: readonly string[]): string | null {
  return (
    names.map((name) => text(di, name)).find((value) => value !== undefined && COLOR.test(value)) ?? null
  );
}

function eventOf(element: Element): string {
  const definition = eventDefinitions(element)[0];
  return definition === undefined ? '' : tagOf(definition).replace(/EventDefinition$/, '');
}

function loopOf(element: Element): PictureShape['multiInstance'] {
  const loop = child(element, 'loopCharacteristics');
  if (loop === undefined || !isA(loop, 'bpmn:MultiInstanceLoopCharacteristics')) return null;
  return loop['isSequential'] === true ? 'sequential' : 'parallel';
}

function nameOf(element: Element): string {
  return text(element, 'name') ?? text(element, 'text') ?? '';
}

function shapeOf(di: Element): PictureShape[] {
  const element = child(di, 'bpmnElement');
  const bounds = boundsOf(di);
  if (element === undefined || bounds === null) return [];
  return [
    {
      id: idOf(element),
      type: tagOf(element),
      name: nameOf(element),
      bounds,
      label: boundsOf(child(di, 'label')),
      event: eventOf(element),
      nonInterrupting: element['cancelActivity'] === false || element['isInterrupting'] === false,
      expanded: di['isExpanded'] !== false,
      multiInstance: loopOf(element),
      stroke: colorOf(di, 'stroke', 'border-color'),
      fill: colorOf(di, 'fill', 'background-color'),
    },
  ];
}

function isDefaultFlow(flow: Element): boolean {
  const source = child(flow, 'sourceRef');
  return source !== undefined && child(source, 'default') === flow;
}

function edgeOf(di: Element): PictureEdge[] {
  const element = child(di, 'bpmnElement');
  if (element === undefined) return [];
  return [
    {
      id: idOf(element),
      type: tagOf(element),
      name: nameOf(element),
      waypoints: children(di, 'waypoint').map((point) => ({ x: number(point, 'x'), y: number(point, 'y') })),
      label: boundsOf(child(di, 'label')),
      isDefault: isDefaultFlow(element),
      stroke: colorOf(di, 'stroke', 'border-color'),
    },
  ];
}

/** Ids of elements with the property `logigramme:source`, and its value. */
export async function readSources(xml: string): Promise<ReadonlyMap<string, string>> {
  const { root } = await readXml(xml);
  const found = new Map<string, string>();
  for (const element of walk(root)) {
    const properties = children(extension(element, 'zeebe:Properties'), 'properties');
    const source = properties.find((property) => text(property, 'name') === 'logigramme:source');
    if (source !== undefined) found.set(idOf(element), text(source, 'value') ?? '');
  }
  return found;
}
