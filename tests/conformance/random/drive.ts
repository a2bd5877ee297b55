/**
 * A script from a seed: a random process, driven by choosing at random among what the embedded engine could do next.
 * Time moves at the same steps in every script, so that scripts can run on one broker side by side; and so that never
 * two kinds of things are due at once, whose order Zeebe does not define.
 */
import type { EngineRecord } from '../../../src/protocol/records';
import { TestEngine } from '../../engine/kit/test-engine';
import { EngineRun } from '../kit/on-engine';
import type { Recording } from '../kit/recording';
import { newestInstance, openIncidents, openJobs } from '../kit/references';
import type { Script, Step } from '../kit/steps';
import { randomProcess, type RandomProcess } from './process';
import { Random } from './random';

const USER_TASK = 'io.camunda.zeebe:userTask';
const MINUTE = 60_000;
/** Of a round: the last steps move time, first so that messages expire, then that back-offs end, then timers. */
const ROUND = 8;
const ADVANCES = [10, 10, 120].map((minutes): Step => ({ do: 'advance', milliseconds: minutes * MINUTE }));
const TIME_TO_LIVE = 5 * MINUTE;
const BACK_OFF = 15 * MINUTE;
const MOST_STEPS = 40;
const LIMIT = 80;

export interface Driven {
  readonly seed: number;
  readonly script: Script;
  readonly recording: Recording;
  readonly engine: TestEngine;
}

export async function driveSeed(seed: number): Promise<Driven> {
  const random = new Random(seed + 1_000_003);
  const process = randomProcess(seed);
  const engine = new TestEngine();
  const run = new EngineRun(engine);
  const steps: Step[] = [];
  try {
    while (!(steps.length > 1 && isOver(engine))) {
      if (steps.length > LIMIT) throw new Error('Expected it to end');
      const step = next(random, process, engine, steps.length);
      steps.push(step);
      await run.step(step, steps.length - 1);
    }
  } catch (error) {
    const trace = `${JSON.stringify(steps.slice(1))}\n${engine.trace()}`;
    throw new Error(`Seed ${seed}: ${String(error)}\n${trace}`, { cause: error });
  }
  return { seed, script: { name: `seed ${seed}`, steps }, recording: run.recording(), engine };
}

function isOver(engine: TestEngine): boolean {
  return engine.isIdle();
}

function next(random: Random, process: RandomProcess, engine: TestEngine, index: number): Step {
  if (index === 0) return { do: 'deploy', files: process.files };
  if (index === 1) return { do: 'create', id: process.id, variables: firstVariables(random) };
  const advance = ADVANCES[(index % ROUND) - (ROUND - ADVANCES.length)];
  if (advance !== undefined) return advance;
  const open = openRoots(engine.records);
  if (open.length === 0) return filler(process);
  if (index > MOST_STEPS) return { do: 'cancel', root: true };
  return random.weighted(choices(random, process, engine))();
}

function firstVariables(random: Random): object {
  return {
    key: 'k',
    items: ['a', 'b', 'c'].slice(random.below(4)),
    n: random.below(6),
    flag: random.chance(0.5),
    ...(random.chance(0.3) && { r: 'first' }),
  };
}

/** Goes to nobody. */
function filler({ id }: RandomProcess): Step {
  return { do: 'publish', name: `${id}_nobody`, key: 'k' };
}

function openRoots(records: readonly EngineRecord[]): EngineRecord[] {
  const open = new Map<unknown, EngineRecord>();
  for (const record of records) {
    if (record.valueType !== 'PROCESS_INSTANCE' || record.value['bpmnElementType'] !== 'PROCESS') continue;
    if (Number(record.value['parentProcessInstanceKey']) > 0) continue;
    if (record.intent === 'ELEMENT_ACTIVATED') open.set(record.key, record);
    if (record.intent === 'ELEMENT_COMPLETED' || record.intent === 'ELEMENT_TERMINATED')
      open.delete(record.key);
  }
  return [...open.values()];
}

type Choice = readonly [number, () => Step];

function choices(random: Random, process: RandomProcess, engine: TestEngine): Choice[] {
  const types = [...engine.view.jobs.activatableTypes()].sort().filter((type) => type !== USER_TASK);
  const found: Choice[] = [
    [0.3, () => filler(process)],
    [0.25, () => ({ do: 'cancel', root: true })],
    [0.5, () => ({ do: 'broadcast', name: random.pick(process.signals), variables: { v: random.below(9) } })],
    [secondInstance(engine), () => ({ do: 'create', id: process.id, variables: firstVariables(random) })],
  ];
  const newest = newestInstance(engine.records, process.id);
  const canSet = openRoots(engine.records).some(({ key }) => Number(key) === newest);
  if (canSet) found.push([0.6, () => ({ do: 'set', element: process.id, variables: someVariables(random) })]);
  if (openJobs(engine.records, USER_TASK).length > 0) {
    found.push([4, () => ({ do: 'completeKnown', type: USER_TASK, variables: someVariables(random) })]);
  }
  if (types.length > 0) found.push([8, () => jobStep(random, random.pick(types))]);
  if (openIncidents(engine.records).length > 0) {
    found.push([3, () => ({ do: 'repair' })]);
    found.push([
      canSet ? 2 : 0,
      () => ({ do: 'set', element: process.id, variables: { guard: true, absent: random.below(3) } }),
    ]);
  }
  if (process.messages.length > 0) {
    const waiting = waitingMessages(engine.records);
    found.push([
      waiting.length === 0 ? 0.4 : 3,
      () => publish(random, waiting.length === 0 ? process.messages : waiting),
    ]);
  }
  return found;
}

/** A second instance, once and early. */
function secondInstance(engine: TestEngine): number {
  return engine.of('PROCESS_INSTANCE_CREATION').length < 2 ? 0.3 : 0;
}

function waitingMessages(records: readonly EngineRecord[]): string[] {
  const open = new Map<unknown, string>();
  for (const { valueType, intent, key, value } of records) {
    if (valueType !== 'PROCESS_MESSAGE_SUBSCRIPTION') continue;
    if (intent === 'CREATED') open.set(key, String(value['messageName']));
    if (intent === 'DELETED') open.delete(key);
    if (intent === 'CORRELATED' && value['interrupting'] === true) open.delete(key);
  }
  return [...open.values()];
}

function publish(random: Random, names: readonly string[]): Step {
  return {
    do: 'publish',
    name: random.pick(names),
    key: random.chance(0.9) ? 'k' : 'other',
    ttl: random.chance(0.5) ? TIME_TO_LIVE : 0,
    variables: random.chance(0.6) ? { v: random.below(9), ...someVariables(random) } : {},
  };
}

function jobStep(random: Random, type: string): Step {
  return random.weighted<() => Step>([
    [10, () => ({ do: 'complete', type, variables: someVariables(random) })],
    [1, () => ({ do: 'fail', type, retries: 0, message: random.pick(['', 'broken']) })],
    [
      1,
      () => ({
        do: 'fail',
        type,
        retries: 1,
        backOff: random.pick([0, BACK_OFF]),
        variables: random.chance(0.3) ? { failed: 1 } : {},
      }),
    ],
    [
      2.5,
      () => ({
        do: 'throw',
        type,
        code: random.pick(['E1', 'E2', 'EX']),
        message: 'boum',
        variables: someVariables(random),
      }),
    ],
  ])();
}

function someVariables(random: Random): object {
  return random.pick<() => object>([
    () => ({}),
    () => ({ n: random.below(6) }),
    () => ({ r: random.below(100) }),
    () => ({ flag: random.chance(0.5) }),
    () => ({ r: 'é"\\', made: [1, null, { a: 'b' }] }),
    () => ({ n: random.below(6), r: 1.5, flag: true }),
  ])();
}
