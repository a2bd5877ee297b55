/** The steps of a diagram as a walk sees them: the flows between them, and how far from the end each is. */
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import type { Mapping } from '../../src/bpmn/model';
import { mappingsOf } from '../../src/bpmn/transform-tasks';

interface Moddle {
  readonly id: string;
  readonly $type: string;
  readonly $parent: Moddle;
  readonly $instanceOf: (type: string) => boolean;
  readonly [property: string]: unknown;
}

export interface Flow {
  readonly id: string;
  readonly target: string;
  /** FEEL. */
  readonly condition: string | undefined;
  readonly isDefault: boolean;
}

export interface Node {
  readonly id: string;
  readonly type: string;
  readonly flows: Flow[];
  /** Where a case goes on when the node has no flow: out of its subprocess. */
  readonly parent: string | undefined;
  readonly attachedTo: string | undefined;
  readonly errorCode: string | undefined;
  /** What it makes of the values of its form. */
  readonly outputs: readonly Mapping[];
  /** Steps from here to the end of the case, at least. */
  distance: number;
}

function nodeOf(element: Moddle): Node {
  const parent = element.$parent;
  const definitions = (element['eventDefinitions'] as Moddle[] | undefined) ?? [];
  const error = definitions.map((one) => one['errorRef'] as Moddle | undefined).find(Boolean);
  return {
    id: element.id,
    type: element.$type.replace('bpmn:', ''),
    flows: ((element['outgoing'] as Moddle[] | undefined) ?? []).map((flow) => ({
      id: flow.id,
      target: (flow['targetRef'] as Moddle).id,
      condition: (flow['conditionExpression'] as { body?: string } | undefined)?.body?.replace(/^=/, ''),
      isDefault: element['default'] === flow,
    })),
    parent: parent.$instanceOf('bpmn:SubProcess') ? parent.id : undefined,
    attachedTo: (element['attachedToRef'] as Moddle | undefined)?.id,
    errorCode: error?.['errorCode'] as string | undefined,
    outputs: mappingsOf(element, 'outputParameters'),
    distance: Infinity,
  };
}

function successors(node: Node, all: readonly Node[]): Node[] {
  const targetsOf = ({ flows }: Node) =>
    flows.flatMap(({ target }) => all.find(({ id }) => id === target) ?? []);
  const inner = all.filter(({ parent, type }) => parent === node.id && type === 'StartEvent');
  const boundary = all.filter(({ attachedTo }) => attachedTo === node.id);
  const outer = node.flows.length === 0 ? all.filter(({ id }) => id === node.parent) : [];
  return [...targetsOf(node), ...inner, ...boundary, ...outer.flatMap(targetsOf)];
}

function measure(nodes: readonly Node[]): void {
  const links = nodes.map((node) => ({ node, next: successors(node, nodes) }));
  for (const { node, next } of links) if (next.length === 0) node.distance = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (const { node, next } of links) {
      const step = node.type.endsWith('Task') || node.type === 'CallActivity' ? 1 : 0;
      const distance = Math.min(node.distance, ...next.map((one) => one.distance + step));
      changed ||= distance < node.distance;
      node.distance = distance;
    }
  }
}

export async function readSteps(bpmnXml: string): Promise<readonly Node[]> {
  const { elementsById } = (await new BpmnModdle({ zeebe }).fromXML(bpmnXml)) as unknown as {
    elementsById: Record<string, Moddle>;
  };
  const nodes = Object.values(elementsById)
    .filter((one) => one.$instanceOf('bpmn:FlowNode'))
    .map(nodeOf);
  measure(nodes);
  return nodes;
}
