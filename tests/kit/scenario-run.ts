/** Walks a case of tests/processes through the public API of a whole program, whichever engine runs it. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { createZeebeClient } from '../../src/zeebe';
import type { Scenario, Step, StockChange, Variables } from '../processes/scenario';
import { instanceInState } from './procedure-b';
import { eventually, type Answer, type Person, type TestProgram } from './program';
import {
  activations,
  isSettled,
  recordsOf,
  recordsOfCase,
  timerDueAt,
  waitsForMessages,
} from './scenario-records';
import { publishAsMail } from './messages';
import { armRivals } from './scenario-rivals';

/** A real broker exports once a second. */
const STEP_LIMIT_MILLIS = 30_000;

export interface Walk {
  readonly scenario: Scenario;
  readonly processInstanceKey: string;
  /** Account that may read the case: who started it, else who follows all cases. */
  readonly reader: string;
}

interface Task {
  readonly key: string;
  readonly elementId: string;
  readonly candidateGroups: readonly string[];
}

interface Article {
  readonly code: string;
  readonly available: number;
}

function expectStatus<Body>(what: string, answer: Answer<Body>, status: number): Body {
  if (answer.status === status) return answer.body;
  throw new Error(`Expected ${status} to ${what}, but got ${answer.status} ${JSON.stringify(answer.body)}`);
}

export async function availableStock(program: TestProgram): Promise<Map<string, number>> {
  const { body } = await program.as('gs').get<{ items: Article[] }>('/articles');
  return new Map(body.items.map(({ code, available }) => [code, available]));
}

async function enterStock(program: TestProgram, { article, quantity }: StockChange): Promise<void> {
  const entry = { quantity, reference: 'BL-2026-77' };
  expectStatus(`enter ${article}`, await program.as('gs').post(`/articles/${article}/receipts`, entry), 201);
}

async function prepareStock(program: TestProgram, wanted: readonly StockChange[]): Promise<void> {
  const available = await availableStock(program);
  for (const { article, quantity } of wanted) {
    const missing = quantity - (available.get(article) ?? NaN);
    if (missing > 0) await enterStock(program, { article, quantity: missing });
    else if (missing !== 0)
      throw new Error(`Expected at most ${quantity} ${article}, but got ${available.get(article)}`);
  }
}

/** The read model may still show a task that a timer has just ended: then the one that follows it is looked for. */
async function claimTask(actor: Person, key: string, elementId: string): Promise<Task> {
  const attempt = async () => {
    const path = `/tasks?state=CREATED&processInstanceKey=${key}`;
    const { body } = await actor.get<{ items: Task[] }>(path);
    const task = body.items.find((one) => one.elementId === elementId);
    const claim = task && (await actor.post<{ code?: string }>(`/tasks/${task.key}/claim`));
    return { task, claim };
  };
  const isOver = ({ task, claim }: Awaited<ReturnType<typeof attempt>>) =>
    task !== undefined && claim?.body.code !== 'TASK_CANCELED';
  const { task, claim } = await eventually(attempt, isOver, STEP_LIMIT_MILLIS);
  if (task === undefined || claim === undefined) throw new Error(`Expected the task ${elementId}`);
  expectStatus(`claim ${elementId}`, claim, 200);
  return task;
}

async function doTask(
  program: TestProgram,
  key: string,
  step: Extract<Step, { task: string }>,
): Promise<void> {
  const actor = program.as(step.by);
  const task = await claimTask(actor, key, step.task);
  const completed = await actor.post(`/tasks/${task.key}/complete`, { variables: step.data });
  expectStatus(`complete ${step.task}`, completed, 200);
}

async function untilWaiting(program: TestProgram, key: string, elementId: string): Promise<void> {
  await eventually(
    () => recordsOf(program.as('admin'), key),
    (records) => waitsForMessages(records, elementId),
    STEP_LIMIT_MILLIS,
  );
}

async function letTimerComeDue(program: TestProgram, key: string, elementId: string): Promise<void> {
  const dueAt = async () => timerDueAt(await recordsOfCase(program.as('admin'), key), elementId);
  const due = await eventually(dueAt, (found) => found !== undefined, STEP_LIMIT_MILLIS);
  await program.clock.advanceTo(due ?? NaN);
  // In a loop the next timer of the event may wait already.
  const isOver = (found: number | undefined): boolean => found !== due;
  // A real Zeebe whose clock has gone back sees no timer come due before the furthest time that it had.
  await eventually(dueAt, isOver, STEP_LIMIT_MILLIS / 3).catch(() => program.clock.catchUp());
  await eventually(dueAt, isOver, STEP_LIMIT_MILLIS);
}

async function doStep(program: TestProgram, key: string, step: Step): Promise<void> {
  if ('task' in step) return doTask(program, key, step);
  if ('timerDue' in step) return letTimerComeDue(program, key, step.timerDue);
  if ('withdrawAt' in step) {
    await untilWaiting(program, key, step.withdrawAt);
    expectStatus('withdraw', await program.as('requerant').post(`/process-instances/${key}/withdraw`), 200);
  } else if ('waitingAt' in step) {
    await untilWaiting(program, key, step.waitingAt);
    if ('stockEntry' in step) await enterStock(program, step.stockEntry);
    else expectStatus('message', await program.as('admin').post('/messages', step.message), 204);
  }
}

/** Time passes until the timer has started a case that was not there before. */
async function startByTimer(program: TestProgram, bpmnProcessId: string): Promise<string> {
  type Items = { items: { processInstanceKey: string }[] };
  const keys = async () => {
    const path = `/process-instances?bpmnProcessId=${bpmnProcessId}&limit=200`;
    const { body } = await program.as('admin').get<Items>(path);
    return body.items.map(({ processInstanceKey }) => processInstanceKey);
  };
  const before = new Set(await keys());
  const isNew = (key: string) => !before.has(key);
  await program.clock.leap();
  const [started = ''] = (await eventually(keys, (all) => all.some(isNew), STEP_LIMIT_MILLIS)).filter(isNew);
  return started;
}

/** As mail in would: the case is found by the number that it was given. */
async function startByMessage(
  program: TestProgram,
  { name, variables }: NonNullable<Scenario['startedByMessage']>,
): Promise<string> {
  const numeroDossier = randomUUID();
  const message = { name, correlationKey: numeroDossier, variables: { ...variables, numeroDossier } };
  await publishAsMail(program, message);
  const found = await eventually(
    async () => {
      type Items = { items: { processInstanceKey: string }[] };
      const path = `/process-instances?q=${numeroDossier}`;
      return (await program.as('admin').get<Items>(path)).body.items;
    },
    (items) => items.length > 0,
    STEP_LIMIT_MILLIS,
  );
  return found[0]?.processInstanceKey ?? '';
}

/** As a caller's call activity would: nobody starts a circuit by hand. */
async function startCircuit(
  program: TestProgram,
  bpmnProcessId: string,
  variables: Variables,
): Promise<string> {
  const client = createZeebeClient({ address: program.engineAddress, logger: pino({ level: 'silent' }) });
  try {
    return (await client.createProcessInstance({ bpmnProcessId, variables })).processInstanceKey;
  } finally {
    await client.close();
  }
}

/** Account that may start it by hand: an actor's where the procedure names who may. */
export async function starterOf(program: TestProgram, bpmnProcessId: string): Promise<string> {
  const { body } = await program
    .as('admin')
    .get<{ startGroups: readonly string[] }>(`/processes/${bpmnProcessId}`);
  return body.startGroups[0] ?? 'requerant';
}

async function start(
  program: TestProgram,
  bpmnProcessId: string,
  scenario: Scenario,
  starter: string,
): Promise<string> {
  const { body: process } = await program
    .as(starter)
    .get<{ startable: boolean }>(`/processes/${bpmnProcessId}`);
  if (!process.startable) return startCircuit(program, bpmnProcessId, scenario.start);
  const body = { bpmnProcessId, variables: scenario.start };
  const answer = await program.as(starter).post<{ processInstanceKey: string }>('/process-instances', body);
  return expectStatus(`start ${bpmnProcessId}`, answer, 201).processInstanceKey;
}

async function explain(program: TestProgram, key: string, error: unknown): Promise<Error> {
  const path = activations(await recordsOf(program.as('admin'), key)).join(' > ');
  const incidents = await program.as('admin').get(`/incidents?processInstanceKey=${key}`);
  return new Error(`${String(error)}\nwalked: ${path}\nincidents: ${JSON.stringify(incidents.body)}`);
}

/** Resolves when the case has ended and the read model shows all of it. */
export async function walk(program: TestProgram, bpmnProcessId: string, scenario: Scenario): Promise<Walk> {
  await prepareStock(program, scenario.stock);
  const { startedByTimer, startedByMessage } = scenario;
  const starter = await starterOf(program, bpmnProcessId);
  const reader = startedByTimer || startedByMessage ? 'responsable' : starter;
  const begin = (): Promise<string> => {
    if (startedByTimer) return startByTimer(program, bpmnProcessId);
    return startedByMessage
      ? startByMessage(program, startedByMessage)
      : start(program, bpmnProcessId, scenario, starter);
  };
  let key = '';
  const rivals = armRivals(scenario, (processInstanceKey) => processInstanceKey === key);
  key = await begin();
  try {
    for (const step of scenario.steps) await doStep(program, key, step);
    await instanceInState(program.as(reader), key, 'COMPLETED');
    await eventually(() => recordsOf(program.as('admin'), key), isSettled, STEP_LIMIT_MILLIS);
    rivals.disarm();
  } catch (error) {
    throw await explain(program, key, error);
  } finally {
    if (scenario.startedByTimer || scenario.steps.some((step) => 'timerDue' in step))
      await program.clock.reset();
  }
  return { scenario, processInstanceKey: key, reader };
}
