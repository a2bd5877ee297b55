/** What nothing can be faster than: the same client against a gateway that does nothing, and bare commits. */
import { startProgram, withFolder } from './engine-process';
import { Load } from './load/load';
import { percentile, type Measurement, type Variant } from './measurement';
import { startPostgresql } from '../tests/kit/postgresql';
import { openDatabase, type OpenDatabaseOptions } from '../src/store/open';
import { runStatement } from '../src/store/statement';

const CALLS = 6_000;
const IN_FLIGHT = 100;
const COMMIT_MILLIS = 4_000;

async function measureCalls(): Promise<Measurement[]> {
  const server = await startProgram('bench/load/echo-server.js');
  const load = Load.start(server.address);
  try {
    await load.ask({ do: 'call', calls: CALLS, inFlight: IN_FLIGHT });
    const many = await load.ask({ do: 'call', calls: CALLS, inFlight: IN_FLIGHT });
    const one = await load.ask({ do: 'call', calls: CALLS / 10, inFlight: 1 });
    const both = (value: number) => ({ pglite: value, postgresql: value });
    return [
      {
        name: `ceiling: bare calls of the client, ${IN_FLIGHT} in flight`,
        unit: 'calls/s',
        values: both((CALLS * 1000) / many.elapsed),
      },
      {
        name: 'ceiling: p50 of a bare call, one at a time',
        unit: 'ms',
        values: both(percentile(one.latencies, 0.5)),
      },
    ];
  } finally {
    await load.stop();
    await server.stop();
  }
}

/** One-row transactions, one after the other. */
async function commitsPerSecond(options: OpenDatabaseOptions): Promise<number> {
  const database = await openDatabase(options);
  try {
    await database.knex.raw('CREATE TABLE bench_commit (n bigint)');
    const insert = (n: number) =>
      runStatement(database.knex, {
        name: 'bench-commit',
        text: 'INSERT INTO bench_commit VALUES ($1)',
        values: [n],
      });
    let count = 0;
    const began = performance.now();
    while (performance.now() - began < COMMIT_MILLIS) await insert(count++);
    return (count * 1000) / (performance.now() - began);
  } finally {
    await database.close();
  }
}

async function commitsOn(variant: Variant): Promise<number> {
  if (variant === 'pglite') return withFolder((dataDir) => commitsPerSecond({ dataDir }));
  const server = await startPostgresql({ fsync: true });
  try {
    return await commitsPerSecond({ databaseUrl: await server.createDatabase(), dataDir: '' });
  } finally {
    await server.stop();
  }
}

export async function measureCeiling(variants: readonly Variant[]): Promise<Measurement[]> {
  const values: Partial<Record<Variant, number>> = {};
  for (const variant of variants) if (variant !== 'zeebe') values[variant] = await commitsOn(variant);
  return [
    ...(await measureCalls()),
    { name: 'ceiling: commits of one row, one after the other', unit: 'commits/s', values },
  ];
}
