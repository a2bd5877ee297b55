import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { DatabaseInUseError, UnknownMigrationsError } from '../../src/store/errors';
import { openDatabase } from '../../src/store/open';
import { describeOnEveryDatabase, openPgliteTestDatabase, type TestDatabase } from '../kit/database';

jest.setTimeout(180_000);

describeOnEveryDatabase('database', (open, kind) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.dispose());

  it('migrates twice without effect, also at once', async () => {
    const before: unknown = await database.knex('migration').select();
    await Promise.all(
      kind === 'postgresql' ? [database.migrate(), database.migrate()] : [database.migrate()],
    );
    expect(await database.knex('migration').select()).toEqual(before);
  });

  it('migrates after a start that was killed while it migrated', async () => {
    await database.knex('migration_lock').update({ is_locked: 1 });
    await database.migrate();
    expect(await database.knex('migration_lock').pluck('is_locked')).toEqual([0]);
  });

  it('refuses a database that a later version migrated', async () => {
    await database.knex('migration').insert({ name: '9999-later', batch: 99, migration_time: new Date() });
    await expect(database.migrate()).rejects.toThrow(UnknownMigrationsError);
    await expect(database.migrate()).rejects.toThrow(/9999-later: a later version .* Start that version/);
    await database.knex('migration').where({ name: '9999-later' }).delete();
    await database.migrate();
  });

  it('reads the same values on both databases', async () => {
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      `SELECT 9007199254740993::bigint AS big, 12.50::numeric AS number, 3 AS small, true AS yes, null AS none,
         ?::json AS json, ?::jsonb AS jsonb, ?::text[] AS texts, ?::timestamptz AS time, ?::text AS text, ?::bytea AS bytes,
         to_timestamp(0) AT TIME ZONE 'UTC' = timestamp '1970-01-01' AS zone`,
      ['{"a": [1]}', '{"b":{}}', ['x', 'é"\\'], new Date(1_700_000_000_123), 'œ\n', Buffer.from([0, 255])],
    );
    expect(rows).toEqual([
      {
        big: '9007199254740993',
        number: '12.50',
        small: 3,
        yes: true,
        none: null,
        json: { a: [1] },
        jsonb: { b: {} },
        texts: ['x', 'é"\\'],
        time: new Date(1_700_000_000_123),
        text: 'œ\n',
        bytes: Buffer.from([0, 255]),
        zone: true,
      },
    ]);
  });

  it('tells what is wrong with a statement and goes on', async () => {
    await expect(database.knex.raw('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '42P01' });
    await expect(database.knex.raw('SELECT ?::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
    await expect(database.knex('record').insert({ partition_id: 1 })).rejects.toMatchObject({
      code: '23502',
    });
    expect((await database.knex.raw<{ rows: unknown[] }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('undoes a transaction that fails', async () => {
    await database.knex.schema.createTable('probe', (table) => table.integer('n').unique());
    const failing = database.knex.transaction(async (transaction) => {
      await transaction('probe').insert({ n: 1 });
      await transaction('probe').insert({ n: 1 });
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await database.knex('probe').select()).toEqual([]);
  });

  it('takes large values and many rows', async () => {
    const text = 'é'.repeat(3_000_000);
    const { rows } = await database.knex.raw<{ rows: { text: string }[] }>('SELECT ?::text AS text', [text]);
    expect(rows[0]?.text).toBe(text);
    const many = await database.knex.raw<{ rows: unknown[] }>('SELECT generate_series(1, 100000) AS n');
    expect(many.rows).toHaveLength(100_000);
  });
});

describe('PGlite', () => {
  it('is opened by one process at a time', async () => {
    const database = await openPgliteTestDatabase();
    try {
      await expect(openDatabase(database.location)).rejects.toThrow(DatabaseInUseError);
    } finally {
      await database.close();
    }
    const again = await openDatabase(database.location);
    await again.close();
    await database.dispose();
  });

  it('keeps what was committed when its process is killed', async () => {
    // given: a program that commits, says so and then hangs
    const database = await openPgliteTestDatabase();
    await database.close();
    const script = `
      const { openDatabase } = require(${JSON.stringify(path.join(projectRoot, 'dist/src/store/open.js'))});
      openDatabase(${JSON.stringify(database.location)}).then(async (database) => {
        await database.engineStore.tryLock();
        await database.engineStore.load().next();
        await database.engineStore.commit({ records: [], state: [{ family: 'f', key: 'k', format: 1, value: '"kept"' }] });
        const open = await database.knex.transaction();
        await open('engine_state').insert({ family: 'f', key: 'open', value: '1' });
        process.stdout.write('committed');
      });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));

    // when
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));

    // then
    const again = await openDatabase(database.location);
    const state = [];
    for await (const entry of again.engineStore.load()) state.push(entry);
    expect(state).toEqual([{ family: 'f', key: 'k', format: 1, value: '"kept"' }]);
    expect(await again.knex('engine_state').select()).toEqual([]);
    await again.close();
    await database.dispose();
  });
});

it('says what to do when PostgreSQL cannot be reached', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'logigramme-none-'));
  const databaseUrl = 'postgresql://nobody@127.0.0.1:1/none';
  await expect(openDatabase({ databaseUrl, dataDir })).rejects.toThrow(
    /reach the PostgreSQL at DATABASE_URL/,
  );
  rmSync(dataDir, { recursive: true });
});
