import type { EngineRecord } from '../../src/protocol/records';
import { EngineLockLostError } from '../../src/store/errors';
import { openDatabase } from '../../src/store/open';
import type { Database, StateEntry } from '../../src/store/port';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

jest.setTimeout(180_000);

function record(position: number, value: Record<string, unknown> = {}): EngineRecord {
  return {
    partitionId: 1,
    position,
    sourceRecordPosition: -1,
    key: 2251799813685249,
    timestamp: 1_700_000_000_000,
    recordType: 'EVENT',
    valueType: 'JOB',
    intent: 'CREATED',
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    brokerVersion: '8.6.0',
    recordVersion: 1,
    authorizations: {},
    value,
  };
}

async function stateOf(database: Database): Promise<StateEntry[]> {
  const entries: StateEntry[] = [];
  for await (const entry of database.engineStore.load()) entries.push(entry);
  return entries.sort((a, b) => `${a.family} ${a.key}`.localeCompare(`${b.family} ${b.key}`));
}

describeOnEveryDatabase('engine store', (open, kind) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.knex.raw('TRUNCATE record, engine_state, engine_journal');
    expect(await database.engineStore.tryLock()).toBe(true);
    expect(await stateOf(database)).toEqual([]);
  });
  afterAll(() => database.dispose());

  it('keeps records and state of a commit, also after the database was opened again', async () => {
    // given
    const state = [
      { family: 'jobs', key: '1', format: 1, value: '{"retries": 3}' },
      { family: 'jobs', key: '2', format: 7, value: '["é \\" \\\\ {"]' },
    ];

    // when
    const first = await open();
    await first.engineStore.tryLock();
    await stateOf(first);
    await first.engineStore.commit({ records: [record(1, { processInstanceKey: 7 }), record(2)], state });
    await first.close();
    const again = await openDatabase(first.location);

    // then
    try {
      await again.engineStore.tryLock();
      expect(await stateOf(again)).toEqual(state);
      const rows: unknown = await again.knex('record').orderBy('position');
      expect(rows).toEqual([
        expect.objectContaining({
          position: '1',
          process_instance_key: '7',
          record: record(1, { processInstanceKey: 7 }),
        }),
        expect.objectContaining({ position: '2', process_instance_key: null, timestamp: '1700000000000' }),
      ]);
    } finally {
      await again.close();
      await first.dispose();
    }
  });

  it('upserts and deletes state; the last entry of a row wins', async () => {
    await database.engineStore.commit({
      records: [],
      state: [
        { family: 'a', key: '1', format: 1, value: '1' },
        { family: 'a', key: '2', format: 1, value: '2' },
        { family: 'a', key: '3', format: 1, value: '3' },
      ],
    });
    await database.engineStore.commit({
      records: [],
      state: [
        { family: 'a', key: '1', format: 1, value: '10' },
        { family: 'a', key: '1', format: 1, value: '11' },
        { family: 'a', key: '2', format: 1, value: null },
        { family: 'a', key: '3', format: 1, value: null },
        { family: 'a', key: '3', format: 1, value: '33' },
        { family: 'a', key: '4', format: 1, value: null },
      ],
    });
    expect(await stateOf(database)).toEqual([
      { family: 'a', key: '1', format: 1, value: '11' },
      { family: 'a', key: '3', format: 1, value: '33' },
    ]);
  });

  it('writes all of a commit or nothing', async () => {
    await database.engineStore.commit({ records: [record(1)], state: [] });
    const twice = database.engineStore.commit({
      records: [record(2), record(1)],
      state: [{ family: 'a', key: '1', format: 1, value: '1' }],
    });
    await expect(twice).rejects.toThrow(/duplicate key/);
    expect(await stateOf(database)).toEqual([]);
    expect(await database.knex('record').count()).toEqual([{ count: '1' }]);
  });

  it('refuses to commit before the state was loaded, again after a commit that failed', async () => {
    // given
    await database.engineStore.commit({ records: [record(1)], state: [] });
    const next = () => database.engineStore.commit({ records: [record(2)], state: [] });
    const failed = database.engineStore.commit({ records: [record(1)], state: [] });
    await expect(failed).rejects.toThrow(/duplicate key/);

    // when, then
    await expect(next()).rejects.toThrow('Expected the state to be loaded before a commit, but it was not');
    await stateOf(database);
    await next();
    expect(await database.knex('record').count()).toEqual([{ count: '2' }]);
  });

  it('does not mix with a transaction under way', async () => {
    // given
    await database.knex.schema.createTable('probe', (table) => table.integer('n'));
    const transaction = await database.knex.transaction();
    await transaction('probe').insert({ n: 1 });

    // when
    const commit = database.engineStore.commit({ records: [record(1)], state: [] });
    await transaction.rollback();
    await commit;

    // then
    expect(await database.knex('record').count()).toEqual([{ count: '1' }]);
    expect(await database.knex('probe').count()).toEqual([{ count: '0' }]);
  });

  it('refuses to commit without the lock', async () => {
    await database.engineStore.unlock();
    await expect(database.engineStore.commit({ records: [record(1)], state: [] })).rejects.toThrow(
      EngineLockLostError,
    );
    expect(await database.knex('record').count()).toEqual([{ count: '0' }]);
  });

  it('loads more rows than one page', async () => {
    const state = Array.from({ length: 12_000 }, (_, i) => ({
      family: 'many',
      key: String(i),
      format: 1,
      value: String(i),
    }));
    await database.engineStore.commit({ records: [], state });
    expect(new Set((await stateOf(database)).map((entry) => entry.key)).size).toBe(12_000);
  });

  if (kind === 'pglite') return;

  it('gives the lock to one engine at a time', async () => {
    const other = await openDatabase(database.location);
    try {
      expect(await other.engineStore.tryLock()).toBe(false);
      await database.engineStore.unlock();
      expect(await other.engineStore.tryLock()).toBe(true);
    } finally {
      await other.close();
    }
  });

  it('fails every commit after its connection was lost, until locked again', async () => {
    // given
    await database.engineStore.commit({ records: [record(1)], state: [] });

    // when
    await database.knex.raw(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'logigramme engine' AND datname = current_database()",
    );

    // then
    const commit = () => database.engineStore.commit({ records: [record(2)], state: [] });
    await expect(commit()).rejects.toThrow(EngineLockLostError);
    await expect(commit()).rejects.toThrow(EngineLockLostError);
    expect(await database.engineStore.tryLock()).toBe(true);
    await stateOf(database);
    await commit();
  });
});
