import { maintain } from '../../src/store/pglite/maintenance';
import { openPgliteTestDatabase } from '../kit/database';

jest.setTimeout(180_000);

describe('maintenance of PGlite', () => {
  it('does nothing while nothing is due', async () => {
    const database = await openPgliteTestDatabase();
    await maintain(database.knex);
    expect(await maintain(database.knex)).toEqual([]);
    await database.dispose();
  });

  it('shortens the log and cleans the tables that changed', async () => {
    // given
    const database = await openPgliteTestDatabase();
    await database.knex.raw(
      `INSERT INTO engine_state SELECT 'f', n::text, to_json(repeat('x', 100)) FROM generate_series(1, 5000) n`,
    );
    await database.knex('engine_state').update({ value: '"y"' });
    // The counts that maintenance reads are else written once a second at most.
    await database.knex.raw('SELECT pg_stat_force_next_flush()');

    // when
    const done = await maintain(database.knex, 1_000);

    // then
    expect(done).toEqual(['CHECKPOINT', 'VACUUM (ANALYZE) public.engine_state']);
    expect(await maintain(database.knex, 100_000_000)).toEqual([]);
    expect(await database.knex('engine_state').count()).toEqual([{ count: '5000' }]);
    await database.dispose();
  });
});
