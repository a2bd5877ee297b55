import type { Knex } from 'knex';

/** When a task is due by the administration's own deadlines, where its diagram says nothing. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('task_deadline', (table) => {
    table.text('task_key').primary();
    table.timestamp('due_at', { useTz: true }).notNullable().index();
  });
  await knex.schema.alterTable('account', (table) => {
    // The immediate superior (« N+1 »).
    table.text('superior').references('account.name').onDelete('SET NULL');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('account', (table) => table.dropColumn('superior'));
  await knex.schema.dropTable('task_deadline');
}
