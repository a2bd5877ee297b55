/**
 * Drives cases to their end by chance, through the REST API: takes any open task, fills in its form with random data
 * that the form allows, sends the messages that are waited for, and lets time pass.
 */
import type { EngineRecord } from '../../src/protocol/records';
import type { TestProgram } from './program';
import type { Chance } from './random';
import { fillAtRandom } from './random-form';
import { recordsOfCase } from './scenario-records';

type Values = Record<string, unknown>;
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
interface Task {
  readonly key: string;
  readonly name: string;
  readonly processInstanceKey: string;
  readonly variables: Values;
  readonly form: unknown;
}
interface Instance {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
}

/** Rounds without an open task, a message or a timer that brought anything on. */
const PATIENCE = 6;
/** Rounds in which even 200 cases of the longest procedure are over. */
const ROUNDS = 600;
/** Tasks in work at once. */
const HANDS = 4;
/** How often a timer may come due although tasks are open. */
const HURRY = 0.15;
/** How often a requester withdraws while they may. */
const WITHDRAWAL = 0.2;

async function all<Item>(program: TestProgram, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await program.as('admin').get<Page<Item>>(`${path}&limit=200${more}`);
    if (status !== 200) throw new Error(`Expected ${path}, but got ${status} ${JSON.stringify(body)}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

async function complete(program: TestProgram, key: string, random: Chance): Promise<void> {
  const { body: task } = await program.as('admin').get<Task>(`/tasks/${key}`);
  const variables = fillAtRandom(task.form, random, { ...task.variables });
  const answer = await program.as('admin').post(`/tasks/${key}/complete`, { variables });
  // A timer or a message may have taken the task away meanwhile.
  if (answer.status === 200 || answer.status === 409) return;
  const what = `complete « ${task.name} » with ${JSON.stringify(variables)}`;
  throw new Error(`Expected 200 to ${what}, but got ${answer.status} ${JSON.stringify(answer.body)}`);
}

async function completeAll(program: TestProgram, keys: readonly string[], random: Chance): Promise<void> {
  const left = [...keys];
  const work = async (): Promise<void> => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) await complete(program, key, random);
  };
  await Promise.all(Array.from({ length: HANDS }, work));
}

interface Waiting {
  readonly messageName: string;
  readonly correlationKey: string;
  readonly processInstanceKey: string;
}

function waitingMessages(records: readonly EngineRecord[]): Waiting[] {
  const open = new Map<number, Waiting>();
  for (const { valueType, intent, key, value } of records) {
    if (valueType !== 'PROCESS_MESSAGE_SUBSCRIPTION') continue;
    if (intent === 'CREATED') open.set(Number(key), value as unknown as Waiting);
    else if (intent === 'DELETED' || (intent === 'CORRELATED' && value['interrupting'] === true))
      open.delete(Number(key));
  }
  return [...open.values()];
}

const hasTimer = (records: readonly EngineRecord[]): boolean => {
  const timers = records.filter(({ valueType }) => valueType === 'TIMER');
  const keys = (intent: string) => timers.filter((timer) => timer.intent === intent).map(({ key }) => key);
  const gone = new Set([...keys('TRIGGERED'), ...keys('CANCELED')]);
  return keys('CREATED').some((key) => !gone.has(key));
};

/** True when it sent something. */
async function answer(program: TestProgram, wait: Waiting, random: Chance): Promise<boolean> {
  const { messageName, correlationKey, processInstanceKey } = wait;
  if (messageName === 'demande-retiree') {
    if (!random.happens(WITHDRAWAL)) return false;
    await program.as('requerant').post(`/process-instances/${processInstanceKey}/withdraw`);
    return true;
  }
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

export interface Walkers {
  readonly program: TestProgram;
  readonly random: Chance;
}

/** Starts one case by the form of its procedure. */
export async function startAtRandom(
  { program, random }: Walkers,
  bpmnProcessId: string,
  startForm: unknown,
): Promise<string> {
  const variables = fillAtRandom(startForm, random);
  const answered = await program
    .as('requerant')
    .post<Instance>('/process-instances', { bpmnProcessId, variables });
  if (answered.status === 201) return answered.body.processInstanceKey;
  const what = `start ${bpmnProcessId} with ${JSON.stringify(variables)}`;
  throw new Error(`Expected 201 to ${what}, but got ${answered.status} ${JSON.stringify(answered.body)}`);
}

async function moveOn({ program, random }: Walkers, active: readonly Instance[]): Promise<boolean> {
  let moved = false;
  let timers = false;
  for (const { processInstanceKey } of active) {
    const records = await recordsOfCase(program.as('admin'), processInstanceKey);
    timers ||= hasTimer(records);
    for (const wait of waitingMessages(records)) moved = (await answer(program, wait, random)) || moved;
  }
  if (!timers) return moved;
  await program.clock.leap();
  return true;
}

/** Resolves when no case is open any more. Throws with the cases that stand still, or with the incidents. */
export async function walkToTheEnd(walkers: Walkers): Promise<void> {
  const { program, random } = walkers;
  let still = 0;
  for (let round = 0; ; round += 1) {
    const incidents = await all<Values>(program, '/incidents?state=CREATED');
    if (incidents.length > 0)
      throw new Error(`Expected no incident, but got ${JSON.stringify(incidents[0])}`);
    const tasks = await all<Task>(program, '/tasks?state=CREATED');
    if (tasks.length > 0) {
      if (random.happens(HURRY)) await program.clock.leap();
      await completeAll(
        program,
        tasks.map(({ key }) => key),
        random,
      );
      still = 0;
      continue;
    }
    const active = await all<Instance>(program, '/process-instances?state=ACTIVE');
    if (active.length === 0) return;
    if (round > ROUNDS) throw new Error(`Expected an end, but ${JSON.stringify(active.slice(0, 3))}`);
    still = (await moveOn(walkers, active)) ? 0 : still + 1;
    if (still > PATIENCE)
      throw new Error(`Expected no stuck case, but ${JSON.stringify(active.slice(0, 3))}`);
    if (still > 0) await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
