/**
 * Chance with a memory: of several random fillings of a form, the one that leads where cases have gone least, so that
 * a walk sees rare branches; and once a case has gone on for long, the one that leads nearest to its end, as far as
 * experience tells.
 */
import { evaluateBoolean, evaluateMappings } from '../../src/feel';
import { ByHandField } from '../../src/tasks/by-hand';
import type { Experience } from './experience';
import type { Chance } from './random';
import { readSteps, type Flow, type Node } from './steps';

type Values = Readonly<Record<string, unknown>>;

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
  }

  static async of(bpmnXml: string, random: Chance, experience: Experience): Promise<Steering> {
    return new Steering(random, experience, await readSteps(bpmnXml));
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
}
