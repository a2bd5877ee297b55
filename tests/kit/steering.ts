/**
 * Chance with a memory: of several random fillings of a form, the one that leads where cases have gone least, so that
 * a walk sees rare branches; and once a case has gone on for long, the one that leads nearest to its end.
 */
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import type { Mapping } from '../../src/bpmn/model';
import { mappingsOf } from '../../src/bpmn/transform-tasks';
import { evaluateBoolean, evaluateMappings } from '../../src/feel';
import { ByHandField } from '../../src/tasks/by-hand';
import type { Experience } from './experience';
import type { Chance } from './random';

type Values = Readonly<Record<string, unknown>>;

interface Moddle {
  readonly id: string;
  readonly $type: string;
  readonly $parent: Moddle;
  readonly $instanceOf: (type: string) => boolean;
  readonly [property: string]: unknown;
}

interface Flow {
  readonly id: string;
  readonly target: string;
  /** FEEL. */
  readonly condition: string | undefined;
  readonly isDefault: boolean;
}

interface Node {
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

const COMPARISON = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|!=|<=?|>=?)\s*("[^"]*"|-?\d+(?:\.\d+)?|true|false)/gu;
/** The program passes these by itself, so what a form decides may matter behind them. */
const PASSED = ['ServiceTask', 'SendTask', 'ScriptTask', 'ExclusiveGateway', 'IntermediateThrowEvent'];
/** Random fillings to choose from. */
const FILLINGS = 6;
/** Tasks of a case after which it seeks its end. */
const TIRED = 12;
/** How often it forgets to. */
const WHIM = 0.05;

/** Of which case an instance is a part. */
export interface Lineage {
  /** Of the instance that nobody called. */
  readonly caseKey: string;
  /** The procedures from that one to this, each called by the one before. */
  readonly path: string;
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

/** Name → the literals that the conditions of the flows compare it to. */
function comparisonsOf(nodes: readonly Node[]): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const { condition = '' } of nodes.flatMap(({ flows }) => flows)) {
    for (const [, path = '', literal = ''] of condition.matchAll(COMPARISON)) {
      const name = path.split('.').at(-1) ?? path;
      found.set(name, [...(found.get(name) ?? []), JSON.parse(literal) as unknown]);
    }
  }
  return found;
}

/** Where a filled form leads. */
interface Way {
  readonly flows: readonly string[];
  readonly distance: number;
}

/** The variables that the flows after a step see. */
function after(node: Node | undefined, context: Values): Values {
  const made = evaluateMappings(node?.outputs ?? [], 'output', context);
  return made.ok ? { ...context, ...made.value } : context;
}

export class Steering {
  private readonly taken = new Map<string, number>();
  private readonly byId: ReadonlyMap<string, Node>;
  private readonly comparisons: ReadonlyMap<string, readonly unknown[]>;

  private constructor(
    private readonly random: Chance,
    private readonly experience: Experience,
    nodes: readonly Node[],
  ) {
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    this.comparisons = comparisonsOf(nodes);
    this.measure(nodes);
  }

  static async of(bpmnXml: string, random: Chance, experience: Experience): Promise<Steering> {
    const { elementsById } = (await new BpmnModdle({ zeebe }).fromXML(bpmnXml)) as unknown as {
      elementsById: Record<string, Moddle>;
    };
    const elements = Object.values(elementsById).filter((one) => one.$instanceOf('bpmn:FlowNode'));
    return new Steering(random, experience, elements.map(nodeOf));
  }

  /** What the process's conditions compare this name to. */
  compared(name: string): readonly unknown[] {
    return this.comparisons.get(name) ?? [];
  }

  /** The element of the process that starts it by hand. */
  get start(): string {
    const starts = [...this.byId.values()].filter(({ type, parent }) => type === 'StartEvent' && !parent);
    return starts[0]?.id ?? '';
  }

  /** `fill` makes one random filling of the form of this element; `context`: the case's variables. */
  choose(elementId: string, { caseKey, path }: Lineage, context: Values, fill: () => Values): Values {
    const { random, experience } = this;
    const task = `${path} ${elementId}`;
    const isTired = random.between(1, TIRED) <= experience.doneBy(caseKey) && !random.happens(WHIM);
    const fillings = Array.from({ length: FILLINGS }, fill);
    const ways = fillings.map((values) => this.wayFrom(elementId, values, context));
    const named = ways.map(({ flows, distance }) => ({ name: flows.join(' '), guess: distance }));
    const left = experience.arrive(caseKey, task, named);
    const costs = isTired ? left : ways.map(({ flows }) => Math.min(...flows.map((id) => this.timesOf(id))));
    const best = costs.indexOf(Math.min(...costs));
    for (const flow of ways[best]?.flows ?? []) this.taken.set(flow, this.timesOf(flow) + 1);
    experience.leave(caseKey, task, named[best]?.name ?? '');
    return fillings[best] ?? {};
  }

  private timesOf(flow: string): number {
    return this.taken.get(flow) ?? 0;
  }

  private wayFrom(elementId: string, values: Values, before: Values): Way {
    const thrown = [...this.byId.values()].find(
      ({ attachedTo, errorCode }) =>
        attachedTo === elementId && errorCode !== undefined && errorCode === values[ByHandField.OUTCOME],
    );
    const flows: string[] = thrown === undefined ? [] : [thrown.id];
    let node = thrown ?? this.byId.get(elementId);
    const context = after(node, { ...before, ...values });
    for (let steps = 0; node !== undefined && steps < this.byId.size; steps += 1) {
      const flow = this.flowFrom(node, context);
      if (flow === undefined) break;
      flows.push(flow.id);
      node = this.byId.get(flow.target);
      if (node === undefined || !PASSED.includes(node.type)) break;
    }
    return { flows, distance: node?.distance ?? Infinity };
  }

  /** Undefined where it is not for this form to decide. */
  private flowFrom({ flows }: Node, context: Values): Flow | undefined {
    if (flows.length === 1) return flows[0];
    const holds = ({ condition }: Flow) => {
      if (condition === undefined) return false;
      const result = evaluateBoolean({ kind: 'feel', source: condition }, context);
      return result.ok && result.value;
    };
    return flows.find(holds) ?? flows.find(({ isDefault }) => isDefault);
  }

  private successors(node: Node): Node[] {
    const all = [...this.byId.values()];
    const inner = all.filter(({ parent, type }) => parent === node.id && type === 'StartEvent');
    const boundary = all.filter(({ attachedTo }) => attachedTo === node.id);
    const targets = node.flows.flatMap(({ target }) => this.byId.get(target) ?? []);
    const outer = node.flows.length === 0 && node.parent ? this.byId.get(node.parent) : undefined;
    const beyond = outer?.flows.flatMap(({ target }) => this.byId.get(target) ?? []) ?? [];
    return [...targets, ...inner, ...boundary, ...beyond];
  }

  private measure(nodes: readonly Node[]): void {
    const links = nodes.map((node) => ({ node, next: this.successors(node) }));
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
}
