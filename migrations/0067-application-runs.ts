import type { Knex } from 'knex';

/** One row a job that stopped, started or tested an application. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('application_run', (table) => {
    table.text('job_key').primary();
    table.text('process_instance_key').notNullable().index();
    table.text('application').notNullable();
    // STOP, START, TEST
    table.text('action').notNullable();
    // RUNNING, DONE, FAILED
    table.text('state').notNullable();
    table.integer('attempts').notNullable();
    // Of the command, while RUNNING: a later attempt waits for what an earlier one left behind.
    table.integer('process_group');
    table.text('process_birth');
    table.text('said').notNullable().defaultTo('');
    table.timestamp('started_at', { useTz: true }).notNullable();
    table.timestamp('ended_at', { useTz: true });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('application_run');
}
