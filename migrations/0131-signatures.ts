import type { Knex } from 'knex';

/** Who signed a document or refused to, at which task; `document_id`: the version that came of it, or the one refused. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('document_signature', (table) => {
    table.text('task_key').primary();
    table.uuid('document_id').notNullable();
    table.uuid('family').notNullable().index();
    table.integer('rank').notNullable();
    table.text('account').notNullable();
    table.text('display_name').notNullable();
    table.boolean('given').notNullable();
    table.boolean('certified').notNullable();
    table.text('reason');
    table.timestamp('at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('document_signature');
}
