/** 100,000 waiting instances: how soon an engine serves again, what it holds in memory, what it still does. */
import { createClock } from '../src/kit/clock';
import { startEmbeddedEngine } from '../src/loop/embedded-engine';
import { openDatabase } from '../src/store/open';
import type { EngineHandle } from '../src/engine/api';
import { makePlace, missing, startEngine, type EngineProcess, type Place } from './engine-process';
import { Load } from './load/load';
import { resources } from './load/processes';
import { median, type Measurement, type Variant } from './measurement';
import { cpuMillis, residentMegabytes } from './process';

const INSTANCES = 100_000;
const IN_FLIGHT = 400;
const ROUNDS = 3;
const BUSY_MILLIS = 4_000;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };

async function deploy(engine: EngineHandle): Promise<void> {
  const encoded = resources.map(({ name, content }) => ({
    resourceName: name,
    resource: Buffer.from(content).toString('base64'),
  }));
  await engine.submit({
    valueType: 'DEPLOYMENT',
    intent: 'CREATE',
    key: -1,
    value: { resources: encoded },
  });
}

async function createAll(engine: EngineHandle, instances: number): Promise<void> {
  let next = 0;
  async function lane(): Promise<void> {
    while (next < instances) {
      const value = { bpmnProcessId: 'bench-w2', version: -1, variables: { n: next++, motif: 'Mesure' } };
      await engine.submit({ valueType: 'PROCESS_INSTANCE_CREATION', intent: 'CREATE', key: -1, value });
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

/** By the engine itself, without the calls of a client, which would take most of the time. */
export async function fill({ settings }: Place, instances: number): Promise<void> {
  const database = await openDatabase({
    databaseUrl: settings['DATABASE_URL'],
    dataDir: settings['DATA_DIR'] ?? '',
  });
  try {
    await database.migrate();
    const clock = createClock();
    const engine = await startEmbeddedEngine({ store: database.engineStore, clock, logger: silent });
    await deploy(engine);
    await createAll(engine, instances);
    await engine.stop();
  } finally {
    await database.close();
  }
}

interface Found {
  readonly startMillis: number;
  readonly startMemory: number;
  readonly busyMemory: number;
  readonly throughput: Record<'empty' | 'full', number>;
  readonly cpu: Record<'empty' | 'full', number>;
}

interface Player {
  readonly engine: EngineProcess;
  readonly load: Load;
  readonly rates: number[];
  readonly cpu: number[];
}

async function play({ engine, load, rates, cpu }: Player): Promise<void> {
  const before = cpuMillis(engine.pids);
  const result = await load.ask({ do: 'run', workload: 'w1', millis: BUSY_MILLIS, inFlight: 100 });
  rates.push((result.latencies.length * 1000) / result.elapsed);
  cpu.push((cpuMillis(engine.pids) - before) / result.latencies.length);
}

async function startOn(place: Place): Promise<Player> {
  const engine = await startEngine(place.settings);
  const load = Load.start(engine.address);
  return { engine: { ...engine, pids: [engine.pid, ...place.pids] }, load, rates: [], cpu: [] };
}

async function compare(empty: Player, full: Player): Promise<void> {
  for (const player of [empty, full]) {
    await player.load.ask({ do: 'deploy' });
    await play(player);
    player.rates.length = player.cpu.length = 0;
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    await play(empty);
    await play(full);
  }
}

async function measureOn(emptyPlace: Place, fullPlace: Place): Promise<Found> {
  await fill(fullPlace, INSTANCES);
  const empty = await startOn(emptyPlace);
  const full = await startOn(fullPlace);
  const startMemory = residentMegabytes(full.engine.pid) ?? NaN;
  try {
    await compare(empty, full);
    return {
      startMillis: full.engine.startedInMillis,
      startMemory,
      busyMemory: residentMegabytes(full.engine.pid) ?? NaN,
      throughput: { empty: median(empty.rates), full: median(full.rates) },
      cpu: { empty: median(empty.cpu), full: median(full.cpu) },
    };
  } finally {
    for (const { load, engine } of [empty, full]) {
      await load.stop();
      await engine.stop();
    }
  }
}

async function measureVariant(variant: Exclude<Variant, 'zeebe'>): Promise<Found> {
  const empty = await makePlace(variant);
  const full = await makePlace(variant);
  try {
    return await measureOn(empty, full);
  } finally {
    await empty.remove();
    await full.remove();
  }
}

const NAME = `with ${INSTANCES.toLocaleString('en')} waiting instances`;

export async function measureScale(variants: readonly Variant[]): Promise<Measurement[]> {
  const found = new Map<Variant, Found>();
  for (const variant of variants) {
    if (variant === 'zeebe' || missing(variant) !== undefined) continue;
    found.set(variant, await measureVariant(variant));
  }
  const line = (
    name: string,
    unit: string,
    value: (one: Found) => number,
    target?: { readonly atMost?: number; readonly atLeast?: number },
  ): Measurement => ({
    name,
    unit,
    values: Object.fromEntries([...found].map(([variant, one]) => [variant, value(one)])),
    ...(target && {
      targets: Object.fromEntries([...found.keys()].map((variant) => [variant, { of: 'value', ...target }])),
    }),
  });
  return [
    line(`start ${NAME}`, 's', (one) => one.startMillis / 1000, { atMost: 10 }),
    line(`resident memory ${NAME}, after the start`, 'MB', (one) => one.startMemory, { atMost: 1024 }),
    line(`resident memory ${NAME}, after load`, 'MB', (one) => one.busyMemory, { atMost: 1024 }),
    line(`W1 throughput ${NAME}`, 'instances/s', (one) => one.throughput.full),
    line(
      `W1 throughput ${NAME}, of that when empty`,
      'share',
      (one) => one.throughput.full / one.throughput.empty,
      { atLeast: 0.8 },
    ),
    line(`W1 CPU ${NAME}, of that when empty`, 'share', (one) => one.cpu.full / one.cpu.empty),
  ];
}
