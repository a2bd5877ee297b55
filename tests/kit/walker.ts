/**
 * Drives cases to their end by chance, through the REST API: takes any open task, fills in its form with random data
 * that the form allows, sends the messages that are waited for, and lets time pass.
 */
import { randomUUID } from 'node:crypto';
import { Experience } from './experience';
import { eventually, type TestProgram } from './program';
import type { Chance } from './random';
import { randomFillings } from './random-form';
import { Steering, type Lineage } from './steering';

type Values = Record<string, unknown>;
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
interface Task {
  readonly key: string;
  readonly name: string;
  readonly elementId: string;
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly variables: Values;
  readonly form: unknown;
}
interface Instance {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly parentProcessInstanceKey: string | null;
}
interface AwaitedMessage {
  readonly messageName: string;
  readonly correlationKey: string;
  readonly processInstanceKey: string;
}
interface Timer {
  readonly bpmnProcessId: string;
  readonly elementId: string;
  readonly dueAt: string;
}

/** Looks, one every quarter of a second, without an open task, a message or a timer that brings anything on. */
const PATIENCE = 240;
/** Rounds in which even 200 cases of the longest procedure are over. */
const ROUNDS = 2_000;
/** Tasks in work at once. */
const HANDS = 8;
/** How often time passes or a message comes although tasks are open. */
const HURRY = 0.3;
/** How many of the open tasks are done in a round: cases do not go in step. */
const DILIGENCE = 0.7;
/** Timers to choose from. */
const CLOCKS = 4;
/** How often time passes although messages could come. */
const IMPATIENCE = 0.3;
/** How often a message that is waited for comes in a round. */
const ANSWERED = 0.7;
/** How often a requester withdraws while they may. */
const WITHDRAWAL = 0.2;

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

async function all<Item>(program: TestProgram, path: string): Promise<Item[]> {
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

function lineageOf(walkers: Walkers, processInstanceKey: string): Promise<Lineage> {
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
async function filled(
  walkers: Walkers,
  task: Pick<Task, 'bpmnProcessId' | 'form' | 'variables'> & { readonly elementId?: string },
  lineage: Lineage,
): Promise<Values> {
  const steering = await steeringOf(walkers, task.bpmnProcessId);
  const context = { ...task.variables };
  const compared = (name: string) => steering.compared(name);
  const fill = randomFillings(task.form, { random: walkers.random, compared, context });
  return { ...steering.choose(task.elementId ?? steering.start, lineage, context, fill) };
}

async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = [...items];
  const hand = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}

async function complete(walkers: Walkers, key: string): Promise<void> {
  const { program } = walkers;
  const { body: task } = await program.as('admin').get<Task>(`/tasks/${key}`);
  const variables = await filled(walkers, task, await lineageOf(walkers, task.processInstanceKey));
  const send = () => program.as('admin').post(`/tasks/${key}/complete`, { variables });
  let answer = await send();
  // A machine under load answers late: a person is told to try again.
  for (let again = 0; answer.status === 503 && again < PATIENCE; again += 1) answer = await send();
  walkers.completed += 1;
  // A timer or a message may have taken the task away meanwhile.
  if (answer.status === 200 || answer.status === 409) return;
  const what = `complete « ${task.name} » with ${JSON.stringify(variables)}`;
  throw new Error(`Expected 200 to ${what}, but got ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** True when it sent something. */
async function answer({ program, random }: Walkers, wait: AwaitedMessage): Promise<boolean> {
  const { messageName, correlationKey, processInstanceKey } = wait;
  if (messageName === 'demande-retiree') {
    if (!random.happens(WITHDRAWAL)) return false;
    await program.as('requerant').post(`/process-instances/${processInstanceKey}/withdraw`);
    return true;
  }
  if (!random.happens(ANSWERED)) return false;
  if (messageName === 'stock-arrive') {
    const { body } = await program
      .as('admin')
      .get<Page<{ name: string; value: unknown }>>(`/process-instances/${processInstanceKey}/variables`);
    const article = body.items.find(({ name }) => name === 'article')?.value;
    const entry = { quantity: random.between(1, 30) };
    await program.as('gs').post(`/articles/${String(article)}/receipts`, entry);
    return true;
  }
  const message = { name: messageName, correlationKey, variables: {} };
  const sent = await program.as('admin').post('/messages', message);
  return sent.status < 300;
}

/** To the time of one of the timers, so that it and those before it come due: of some, the one least waited for. */
async function letTimePass({ program, random, waitedFor }: Walkers): Promise<boolean> {
  const timers = await all<Timer>(program, '/timers');
  if (timers.length === 0) return false;
  const nameOf = ({ bpmnProcessId, elementId }: Timer) => `${bpmnProcessId} ${elementId}`;
  const countOf = (timer: Timer) => waitedFor.get(nameOf(timer)) ?? 0;
  const some = Array.from({ length: CLOCKS }, () => random.of(timers));
  const rarest = some.reduce((one, other) => (countOf(other) < countOf(one) ? other : one));
  waitedFor.set(nameOf(rarest), countOf(rarest) + 1);
  await program.clock.advanceTo(Date.parse(rarest.dueAt) + 1);
  return true;
}

/** Messages and timers. True when something was sent or came due. */
async function moveOn(walkers: Walkers): Promise<boolean> {
  let moved = false;
  await inParallel(await all<AwaitedMessage>(walkers.program, '/messages'), async (wait) => {
    moved = (await answer(walkers, wait)) || moved;
  });
  if (moved && !walkers.random.happens(IMPATIENCE)) return true;
  return (await letTimePass(walkers)) || moved;
}

/** Starts one case by the form of its procedure. */
async function startAtRandom(walkers: Walkers, bpmnProcessId: string, startForm: unknown): Promise<string> {
  const start = { bpmnProcessId, form: startForm, variables: {} };
  const variables = await filled(walkers, start, { caseKey: randomUUID(), path: bpmnProcessId });
  const { status, body } = await walkers.program
    .as('requerant')
    .post<Instance>('/process-instances', { bpmnProcessId, variables });
  if (status === 201) return body.processInstanceKey;
  const what = `start ${bpmnProcessId} with ${JSON.stringify(variables)}`;
  throw new Error(`Expected 201 to ${what}, but got ${status} ${JSON.stringify(body)}`);
}

/** One case by mail, where the diagram starts by one (docs/adr/0014). */
async function startByMail({ program }: Walkers, bpmnProcessId: string): Promise<readonly string[]> {
  const name = `courriel-${bpmnProcessId}`;
  const { body } = await program.as('admin').get<{ bpmnXml: string }>(`/processes/${bpmnProcessId}`);
  if (!body.bpmnXml.includes(`name="${name}"`)) return [];
  const numeroDossier = randomUUID();
  const courriel = {
    objet: 'Demande',
    texte: 'Écrite par courriel.',
    nom: 'Requérant',
    expediteur: 'requerant@douanes.example.ci',
    documents: [],
  };
  const variables = { courriel, copies: {}, initiateur: 'requerant', numeroDossier };
  const message = { name, correlationKey: numeroDossier, variables };
  const { status } = await program.as('admin').post('/messages', message);
  if (status !== 204) throw new Error(`Expected 204 to publish ${name}, but got ${status}`);
  const started = await eventually(
    () => all<Instance>(program, `/process-instances?q=${numeroDossier}`),
    (found) => found.length > 0,
  );
  return started.map(({ processInstanceKey }) => processInstanceKey);
}

/** Their keys. */
export async function startCases(
  walkers: Walkers,
  { bpmnProcessId, startForm }: { readonly bpmnProcessId: string; readonly startForm: unknown },
  count: number,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const each = Array.from({ length: count }, () => bpmnProcessId);
  for (const key of await startByMail(walkers, bpmnProcessId)) keys.add(key);
  await inParallel(each, async (id) => keys.add(await startAtRandom(walkers, id, startForm)));
  return keys;
}

const TIMED_START = /<bpmn:startEvent\b(?:(?!<\/bpmn:startEvent>)[\s\S])*<bpmn:timerEventDefinition\b/;

/** Lets the time come at which a procedure starts by itself, where it does. Keys of what started. */
export async function startByTime(
  { program }: Walkers,
  { bpmnProcessId, bpmnXml }: { readonly bpmnProcessId: string; readonly bpmnXml: string },
): Promise<readonly string[]> {
  if (!TIMED_START.test(bpmnXml)) return [];
  await program.clock.leap();
  const path = `/process-instances?state=ACTIVE&bpmnProcessId=${bpmnProcessId}`;
  const started = await eventually(
    () => all<Instance>(program, path),
    (found) => found.length > 0,
  );
  return started.map(({ processInstanceKey }) => processInstanceKey);
}

export async function cancelAll(walkers: Walkers): Promise<void> {
  await cancel(walkers, await openCases(walkers));
}

const openCases = ({ program }: Walkers) => all<Instance>(program, '/process-instances?state=ACTIVE');

const cancel = ({ program }: Walkers, cases: readonly Instance[]) =>
  inParallel(cases, ({ processInstanceKey }) =>
    program.as('admin').delete(`/process-instances/${processInstanceKey}`),
  );

async function expectNoIncident({ program }: Walkers): Promise<void> {
  const [incident] = await all<Values>(program, '/incidents?state=CREATED');
  if (incident !== undefined) throw new Error(`Expected no incident, but got ${JSON.stringify(incident)}`);
}

/** Those that are open still. What time started meanwhile is cancelled: each evening S, each week R, for years. */
async function stillOpen(walkers: Walkers, cases: ReadonlySet<string>): Promise<Instance[]> {
  const open = await openCases(walkers);
  const isOurs = ({ processInstanceKey }: Instance) => cases.has(processInstanceKey);
  await cancel(
    walkers,
    open.filter((one) => !isOurs(one)),
  );
  return open.filter(isOurs);
}

/** Does a part of the open tasks. False when there is none. */
async function work(walkers: Walkers): Promise<boolean> {
  const { program, random } = walkers;
  const tasks = await all<Task>(program, '/tasks?state=CREATED');
  if (tasks.length === 0) return false;
  if (random.happens(HURRY)) await moveOn(walkers);
  const now = tasks.filter(() => random.happens(DILIGENCE));
  await inParallel(now.length > 0 ? now : tasks, ({ key }) => complete(walkers, key));
  return true;
}

/** Resolves when none of the cases is open any more. Throws with the cases that stand still, or with the incidents. */
export async function walkToTheEnd(walkers: Walkers, cases: ReadonlySet<string>): Promise<void> {
  let still = 0;
  for (let round = 0; ; round += 1) {
    await expectNoIncident(walkers);
    const open = await stillOpen(walkers, cases);
    if (open.length === 0) return;
    if (round > ROUNDS) throw new Error(`Expected an end, but ${JSON.stringify(open.slice(0, 3))}`);
    const moved = (await work(walkers)) || (await moveOn(walkers));
    still = moved ? 0 : still + 1;
    if (still > PATIENCE) throw new Error(`Expected no stuck case, but ${JSON.stringify(open.slice(0, 3))}`);
    if (still > 0) await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
