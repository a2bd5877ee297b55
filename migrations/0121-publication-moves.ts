import type { Knex } from 'knex';

/** Keys of the running cases to move with a version that waits for approval. Null: none was chosen. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('draft', (table) => {
    table.jsonb('cases_to_move');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('draft', (table) => {
    table.dropColumn('cases_to_move');
  });
}
