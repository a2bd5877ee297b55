/** A typed window on bpmn-moddle's tree. Nothing outside src/bpmn sees it. */
import { BpmnModdle } from 'bpmn-moddle';
import zeebeDescriptor from 'zeebe-bpmn-moddle/resources/zeebe.json';

import { anyIds } from './any-ids';
import { readDocument } from './document';
import type { Expression } from './model';

/** A node as bpmn-moddle reads it: `$type` such as `bpmn:ServiceTask`, attributes and children as properties. */
export interface Element {
  readonly $type: string;
  readonly $parent?: Element;
  $instanceOf?(type: string): boolean;
  readonly [property: string]: unknown;
}

export interface ReadWarning {
  readonly message: string;
  /** Of a reference to nothing: who refers by what. */
  readonly element?: { readonly $type: string };
  readonly property?: string;
  readonly value?: string;
}

export interface ReadResult {
  readonly root: Element;
  /** References to nothing, and what the reader does not know though the schema does. */
  readonly warnings: readonly ReadWarning[];
}

/** Zeebe 8.6 knows it, the descriptor does not. */
const publishMessage = {
  name: 'PublishMessage',
  superClass: ['Element'],
  properties: ['correlationKey', 'messageId', 'timeToLive'].map((name) => ({
    name,
    type: 'String',
    isAttr: true,
  })),
};
const zeebe = { ...zeebeDescriptor, types: [...zeebeDescriptor.types, publishMessage] };

/** @throws Error when the file is not BPMN XML, in Zeebe's words */
export async function readXml(content: string | Buffer): Promise<ReadResult> {
  const document = readDocument(content);
  if (!document.ok) throw new Error(document.failure);
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement, warnings } = await moddle.fromXML(document.text, 'bpmn:Definitions', anyIds);
  return { root: rootElement as unknown as Element, warnings };
}

export function isA(element: Element | undefined, type: string): boolean {
  if (element === undefined) return false;
  return element.$type === type || (typeof element.$instanceOf === 'function' && element.$instanceOf(type));
}

export function text(element: Element | undefined, name: string): string | undefined {
  const value = element?.[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function idOf(element: Element | undefined): string {
  return text(element, 'id') ?? '';
}

export function child(element: Element | undefined, name: string): Element | undefined {
  const value = element?.[name];
  return isElement(value) ? value : undefined;
}

export function children(element: Element | undefined, name: string): readonly Element[] {
  const value = element?.[name];
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** Extension elements of a type such as `zeebe:TaskDefinition`. */
export function extensions(element: Element | undefined, type: string): readonly Element[] {
  return children(child(element, 'extensionElements'), 'values').filter(({ $type }) => $type === type);
}

export function extension(element: Element | undefined, type: string): Element | undefined {
  return extensions(element, type)[0];
}

/** Text inside the element, trimmed. */
export function body(element: Element | undefined): string | undefined {
  return element === undefined ? undefined : (text(element, 'body') ?? '').trim();
}

/** `=x` is FEEL, all else is literal. */
export function expressionOf(source: string): Expression {
  return source.startsWith('=') && source.length > 1
    ? { kind: 'feel', source: source.slice(1) }
    : { kind: 'literal', source };
}

export function flowElements(scope: Element): readonly Element[] {
  return children(scope, 'flowElements');
}

export function eventDefinitions(event: Element | undefined): readonly Element[] {
  return children(event, 'eventDefinitions');
}

export function processes(root: Element): readonly Element[] {
  return children(root, 'rootElements').filter((element) => isA(element, 'bpmn:Process'));
}

export function isExecutable(process: Element): boolean {
  return process['isExecutable'] === true;
}

/** The process that the element is in, if any. */
export function processOf(element: Element): Element | undefined {
  let current: Element | undefined = element;
  while (current !== undefined && !isA(current, 'bpmn:Process')) current = current.$parent;
  return current;
}

/** All elements below, the given one first, in document order as far as the reader keeps it. */
export function* walk(element: Element): Generator<Element> {
  yield element;
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith('$') || name === 'di') continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      if (isElement(item) && item.$parent === element) yield* walk(item);
    }
  }
}

/** The XML tag without prefix: `serviceTask`, `taskDefinition`, `conditionExpression`. */
export function tagOf(element: Element): string {
  const parent = element.$parent;
  if (parent !== undefined && !element.$type.startsWith('zeebe:')) {
    for (const name of ['conditionExpression', 'timeDuration', 'timeDate', 'timeCycle']) {
      if (parent[name] === element) return name;
    }
  }
  const local = element.$type.slice(element.$type.indexOf(':') + 1);
  return local.charAt(0).toLowerCase() + local.slice(1);
}

/** From the nearest ancestor that has an id, as Zeebe names it: `task > extensionElements > taskDefinition`. */
export function pathOf(element: Element): string {
  const path: string[] = [];
  let current: Element | undefined = element;
  while (current !== undefined) {
    const id = hasOwnId(current) ? idOf(current) : '';
    path.unshift(id === '' ? tagOf(current) : id);
    if (id !== '') break;
    current = current.$parent;
  }
  return path.join(' > ');
}

/** Id of the nearest element that has one, the element itself included. */
export function ownerId(element: Element): string {
  let current: Element | undefined = element;
  while (current !== undefined && !(hasOwnId(current) && idOf(current) !== '')) current = current.$parent;
  return idOf(current);
}

function hasOwnId(element: Element): boolean {
  return element.$type.startsWith('bpmn:') && element.$type !== 'bpmn:Definitions';
}

function isElement(value: unknown): value is Element {
  return (
    typeof value === 'object' && value !== null && typeof (value as { $type?: unknown }).$type === 'string'
  );
}
