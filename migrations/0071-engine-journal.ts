/**
 * What the engine's commits changed in its state since the rows of `engine_state` were written. `changes` is written
 * once and dropped soon, in parts that fit a page: neither compressed nor moved out of it.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE engine_journal (
      batch bigint NOT NULL,
      part int NOT NULL,
      changes bytea NOT NULL,
      PRIMARY KEY (batch, part)
    )`);
  await knex.raw('ALTER TABLE engine_journal ALTER changes SET STORAGE PLAIN');
}

export async function down(knex: Knex): Promise<void> {
  const journaled: unknown = await knex('engine_journal').first('batch');
  if (journaled !== undefined) {
    throw new Error(
      'Expected an empty engine_journal, but it holds state that engine_state has not. Restore a backup made before.',
    );
  }
  await knex.raw('DROP TABLE engine_journal');
}
