/** How each row of the engine's state is written; what is there already has the first format. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE engine_state ADD COLUMN format int NOT NULL DEFAULT 1');
}

export async function down(knex: Knex): Promise<void> {
  const later: unknown = await knex('engine_state').where('format', '>', 1).first('key');
  if (later !== undefined) {
    throw new Error(
      'Expected state in its first format only, but rows are later. Restore a backup made before.',
    );
  }
  await knex.schema.alterTable('engine_state', (table) => table.dropColumn('format'));
}
