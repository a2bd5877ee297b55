/** What a random walk has in hand and remembers, and how it reads and fills in. */
import { Experience } from './experience';
import type { TestProgram } from './program';
import type { Chance } from './random';
import { randomFillings } from './random-form';
import { Steering, type Lineage } from './steering';

export type Values = Record<string, unknown>;
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
export interface Instance {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly parentProcessInstanceKey: string | null;
}
/** What there is to fill in. */
export interface Blank {
  readonly bpmnProcessId: string;
  /** Absent: the start of the procedure. */
  readonly elementId?: string;
  readonly variables: Values;
  /** form-js, or null */
  readonly form: unknown;
}

/** Tasks in work at once. */
const HANDS = 8;

export interface Walkers {
  readonly program: TestProgram;
  readonly random: Chance;
  /** By bpmnProcessId; filled as procedures come up. */
  readonly steering: Map<string, Promise<Steering>>;
  readonly experience: Experience;
  /** By process instance key; filled as instances come up. */
  readonly lineages: Map<string, Promise<Lineage>>;
  /** Timer → how often time was moved for it. */
  readonly waitedFor: Map<string, number>;
  /** Tasks completed so far. */
  completed: number;
}

export const createWalkers = (program: TestProgram, random: Chance): Walkers => ({
  program,
  random,
  steering: new Map(),
  experience: new Experience(),
  lineages: new Map(),
  waitedFor: new Map(),
  completed: 0,
});

/** Every page of a list. */
export async function all<Item>(program: TestProgram, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const limit: string = `${path.includes('?') ? '&' : '?'}limit=200`;
    const { status, body } = await program.as('admin').get<Page<Item>>(`${path}${limit}${more}`);
    if (status !== 200) throw new Error(`Expected ${path}, but got ${status} ${JSON.stringify(body)}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

async function steeringOf(
  { program, random, steering, experience }: Walkers,
  bpmnProcessId: string,
): Promise<Steering> {
  const known =
    steering.get(bpmnProcessId) ??
    program
      .as('admin')
      .get<{ bpmnXml: string }>(`/processes/${bpmnProcessId}`)
      .then(({ body }) => Steering.of(body.bpmnXml, random, experience));
  steering.set(bpmnProcessId, known);
  return known;
}

export function lineageOf(walkers: Walkers, processInstanceKey: string): Promise<Lineage> {
  const read = async (): Promise<Lineage> => {
    const path = `/process-instances/${processInstanceKey}`;
    const { body } = await walkers.program.as('admin').get<Instance>(path);
    if (body.parentProcessInstanceKey === null)
      return { caseKey: processInstanceKey, path: body.bpmnProcessId };
    const caller = await lineageOf(walkers, body.parentProcessInstanceKey);
    return { ...caller, path: `${caller.path} > ${body.bpmnProcessId}` };
  };
  const known = walkers.lineages.get(processInstanceKey) ?? read();
  walkers.lineages.set(processInstanceKey, known);
  return known;
}

/** A form of an element, filled in. */
export async function filled(walkers: Walkers, blank: Blank, lineage: Lineage): Promise<Values> {
  const steering = await steeringOf(walkers, blank.bpmnProcessId);
  const context = { ...blank.variables };
  const compared = (name: string) => steering.compared(name);
  // The program's day, which walks move on: a form may refuse days that have passed.
  const now = await walkers.program.clock.now();
  const fill = randomFillings(blank.form, { random: walkers.random, compared, context, now });
  return { ...steering.choose(blank.elementId ?? steering.start, lineage, context, fill) };
}

export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = [...items];
  const hand = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}
