import type { Knex } from 'knex';

/** What restoring a backup showed, and where its copy on an object store is. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('backup_run', (table) => {
    table.text('verification');
    table.text('object');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('backup_run', (table) => table.dropColumns('verification', 'object'));
}
