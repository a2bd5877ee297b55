import type { Knex } from 'knex';

/** Names that a job has chosen for what it makes in a directory or mail system, before it makes it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('account_name', (table) => {
    // ACCOUNT, WORKSTATION, MAILBOX
    table.text('kind').notNullable();
    table.text('name').notNullable();
    table.text('job_key').notNullable();
    table.text('process_instance_key').notNullable();
    table.timestamp('chosen_at', { useTz: true }).notNullable();
    table.primary(['kind', 'name']);
    table.unique(['kind', 'job_key']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('account_name');
}
