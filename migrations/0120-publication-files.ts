import type { Knex } from 'knex';

/** What was published beside the files of the engine: saved trials. Publications before this one have none. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('publication_file', (table) => {
    table
      .bigInteger('publication_id')
      .notNullable()
      .references('id')
      .inTable('publication')
      .onDelete('CASCADE');
    table.text('name').notNullable();
    table.text('content').notNullable();
    table.primary(['publication_id', 'name']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('publication_file');
}
