import type { Knex } from 'knex';

/** What other rooms ask of a deployed diagram, read once from its parsed model; null: not read yet. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('rm_process', (table) => {
    table.jsonb('facts');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('rm_process', (table) => {
    table.dropColumn('facts');
  });
}
