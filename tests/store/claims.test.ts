import { openDatabase } from '../../src/store/open';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { eventually } from '../kit/program';

const KEY = '2251799813685300';
const LARGEST = '9223372036854775807';

describeOnEveryDatabase('claims', (open, kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.dispose());

  it('are had by one at a time', async () => {
    const { claims } = database;
    expect(await Promise.all([claims.tryClaim(KEY), claims.tryClaim(KEY)])).toEqual([true, false]);
    expect(await claims.tryClaim(LARGEST)).toBe(true);
    await claims.release(KEY);
    await claims.release(KEY);
    expect(await claims.tryClaim(KEY)).toBe(true);
    for (const key of [KEY, LARGEST]) await claims.release(key);
  });

  if (kind === 'pglite') return;

  it('hold between processes, and end with their process or its connection', async () => {
    const other = await openDatabase(database.location);
    expect(await other.claims.tryClaim(KEY)).toBe(true);
    expect(await database.claims.tryClaim(KEY)).toBe(false);
    await other.claims.release(KEY);
    expect(await database.claims.tryClaim(KEY)).toBe(true);
    expect(await other.claims.tryClaim(KEY)).toBe(false);
    await database.knex.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'logigramme claims' AND datname = current_database()`,
    );
    await eventually(
      () => other.claims.tryClaim(KEY).catch(() => false),
      (claimed) => claimed,
    );
    await eventually(
      () => database.claims.tryClaim(LARGEST).catch(() => false),
      (claimed) => claimed,
    );
    expect(await database.claims.tryClaim(KEY)).toBe(false);
    await other.close();
    await eventually(
      () => database.claims.tryClaim(KEY),
      (claimed) => claimed,
    );
  });
});
