/**
 * W1, W2 and W3 on every variant, in turns: each round measures all of them, so that what else the machine does
 * meets them alike.
 */
import { startVariant, type EngineProcess } from './engine-process';
import { Load } from './load/load';
import type { LoadResult, Workload } from './load/messages';
import { median, percentile, type Measurement, type Target, type Variant } from './measurement';
import { cpuMillis } from './process';

const ROUNDS = 3;
const IN_FLIGHT = 100;
/** Until a JVM has compiled what is hot. */
const WARM_UP_MILLIS = 15_000;
const USER_TASKS = 3_000;
const LISTED = 50;
const LEASE_MILLIS = 600_000;

/** Of one round. */
const BUSY_MILLIS = 5_000;
const ONE_BY_ONE_MILLIS = 2_500;

interface Player {
  readonly variant: Variant;
  readonly engine: EngineProcess;
  readonly load: Load;
}

/** Values of one name, collected over the rounds. */
type Samples = Map<string, number[]>;

async function start(variant: Variant): Promise<Player> {
  const engine = await startVariant(variant);
  const load = Load.start(engine.address);
  await load.ask({ do: 'deploy' });
  return { variant, engine, load };
}

async function stop({ engine, load }: Player): Promise<void> {
  await load.stop();
  await engine.stop();
}

async function warmUp(player: Player): Promise<void> {
  for (const workload of ['w1', 'w3'] as const) {
    await player.load.ask({ do: 'run', workload, millis: WARM_UP_MILLIS / 3, inFlight: IN_FLIGHT });
  }
  const until = performance.now() + WARM_UP_MILLIS / 3;
  do await playTasks(player, new Map());
  while (performance.now() < until);
}

function note(samples: Samples, name: string, values: readonly number[]): void {
  samples.set(name, [...(samples.get(name) ?? []), ...values]);
}

const perSecond = (count: number, { elapsed }: Pick<LoadResult, 'elapsed'>): number =>
  (count * 1000) / elapsed;

async function playWork({ engine, load }: Player, workload: Workload, samples: Samples): Promise<void> {
  const before = cpuMillis(engine.pids);
  const many = await load.ask({ do: 'run', workload, millis: BUSY_MILLIS, inFlight: IN_FLIGHT });
  const count = many.latencies.length;
  note(samples, 'throughput', [perSecond(count, many)]);
  note(samples, 'engine CPU', [(cpuMillis(engine.pids) - before) / count]);
  note(samples, 'client CPU', [many.clientCpu / count]);
  note(samples, 'busy latency', many.latencies);
  const one = await load.ask({ do: 'run', workload, millis: ONE_BY_ONE_MILLIS, inFlight: 1 });
  note(samples, 'latency', one.latencies);
}

async function playTasks({ engine, load }: Player, samples: Samples): Promise<void> {
  const before = cpuMillis(engine.pids);
  const created = await load.ask({ do: 'create', instances: USER_TASKS, inFlight: IN_FLIGHT });
  const page = { do: 'list', page: LISTED, leaseMillis: LEASE_MILLIS } as const;
  const beforeList = cpuMillis(engine.pids);
  const listed = await load.ask({ ...page, pages: USER_TASKS / LISTED });
  const listCpu = cpuMillis(engine.pids) - beforeList;
  const keys = listed.keys ?? [];
  if (keys.length !== USER_TASKS) {
    throw new Error(`Expected ${USER_TASKS} waiting user tasks, but ${keys.length} were listed`);
  }
  const completed = await load.ask({ do: 'complete', keys, inFlight: IN_FLIGHT });
  note(samples, 'throughput', [perSecond(USER_TASKS, { elapsed: created.elapsed + completed.elapsed })]);
  note(samples, 'engine CPU', [(cpuMillis(engine.pids) - before) / USER_TASKS]);
  note(samples, 'list CPU', [(listCpu * LISTED) / USER_TASKS]);
  note(samples, 'client CPU', [(created.clientCpu + listed.clientCpu + completed.clientCpu) / USER_TASKS]);
  note(samples, 'list', listed.latencies);
  note(samples, 'complete', completed.latencies);
}

const atLeast = (least: number): Target => ({ of: 'ratio', atLeast: least });
const atMost = (most: number): Target => ({ of: 'ratio', atMost: most });
const FASTER = { pglite: atLeast(3), postgresql: atLeast(2) } as const;
const SOONER = { pglite: atMost(0.25) } as const;

type Collected = ReadonlyMap<Variant, Samples>;

function measurement(
  collected: Collected,
  name: string,
  sample: string,
  unit: string,
  summary: (values: readonly number[]) => number,
  targets?: Measurement['targets'],
): Measurement {
  const values = Object.fromEntries(
    [...collected].map(([variant, samples]) => [variant, summary(samples.get(sample) ?? [])]),
  );
  return { name, unit, values, ...(targets && { targets }) };
}

const p50 = (values: readonly number[]): number => percentile(values, 0.5);
const p99 = (values: readonly number[]): number => percentile(values, 0.99);

function summariseWork(workload: Workload, collected: Collected): Measurement[] {
  const name = workload.toUpperCase();
  const one = measurement.bind(null, collected);
  return [
    one(`${name} throughput, ${IN_FLIGHT} in flight`, 'throughput', 'instances/s', median, FASTER),
    one(`${name} p50, one at a time`, 'latency', 'ms', p50, SOONER),
    one(`${name} p99, one at a time`, 'latency', 'ms', p99, SOONER),
    one(`${name} p50, ${IN_FLIGHT} in flight`, 'busy latency', 'ms', p50),
    one(`${name} p99, ${IN_FLIGHT} in flight`, 'busy latency', 'ms', p99),
    one(`${name} CPU of engine and database`, 'engine CPU', 'ms/instance', median),
    one(`${name} CPU of the client`, 'client CPU', 'ms/instance', median),
  ];
}

function summariseTasks(collected: Collected): Measurement[] {
  const one = measurement.bind(null, collected);
  return [
    one(`W2 throughput, ${USER_TASKS} created and completed`, 'throughput', 'tasks/s', median, FASTER),
    one(`W2 p50 of ${LISTED} listed (ActivateJobs)`, 'list', 'ms', p50, SOONER),
    one(`W2 p99 of ${LISTED} listed (ActivateJobs)`, 'list', 'ms', p99, SOONER),
    one(`W2 p50 of a completion, ${IN_FLIGHT} in flight`, 'complete', 'ms', p50, SOONER),
    one(`W2 p99 of a completion, ${IN_FLIGHT} in flight`, 'complete', 'ms', p99, SOONER),
    one('W2 CPU of engine and database', 'engine CPU', 'ms/task', median),
    one(`W2 CPU of engine and database, ${LISTED} listed`, 'list CPU', 'ms', median),
    one('W2 CPU of the client', 'client CPU', 'ms/task', median),
  ];
}

async function inTurns(
  players: readonly Player[],
  play: (player: Player, samples: Samples) => Promise<void>,
): Promise<Collected> {
  const collected = new Map(players.map(({ variant }) => [variant, new Map() as Samples]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const player of players) await play(player, collected.get(player.variant) ?? new Map());
  }
  return collected;
}

export type WorkloadPart = Workload | 'w2';

export async function measureWorkloads(
  parts: readonly WorkloadPart[],
  variants: readonly Variant[],
): Promise<Measurement[]> {
  const players: Player[] = [];
  try {
    for (const variant of variants) players.push(await start(variant));
    for (const player of players) await warmUp(player);
    const results: Measurement[] = [];
    for (const part of parts) {
      if (part === 'w2') results.push(...summariseTasks(await inTurns(players, playTasks)));
      else {
        const collected = await inTurns(players, (player, samples) => playWork(player, part, samples));
        results.push(...summariseWork(part, collected));
      }
    }
    return results;
  } finally {
    for (const player of players) await stop(player);
  }
}
