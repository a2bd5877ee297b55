/**
 * Drives cases to their end by chance, through the REST API: takes any open task, fills in its form with random data
 * that the form allows, sends the messages that are waited for, and lets time pass.
 */
import { all, filled, inParallel, lineageOf } from './walkers';
import type { Blank, Instance, Page, Values, Walkers } from './walkers';

interface Task extends Blank {
  readonly key: string;
  readonly name: string;
  readonly elementId: string;
  readonly processInstanceKey: string;
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
