import type { Knex } from 'knex';

/** One row a job: a backup, or its copy on a medium. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('backup_run', (table) => {
    table.text('job_key').primary();
    table.text('process_instance_key').notNullable().index();
    table.text('kind').notNullable();
    table.text('plan').notNullable();
    // RUNNING, DONE, FAILED
    table.text('state').notNullable();
    table.integer('attempts').notNullable();
    // Of the program that writes it, while RUNNING: a later attempt ends what an earlier one left behind.
    table.integer('process_group');
    table.text('process_birth');
    table.text('file').notNullable();
    table.bigInteger('size');
    table.text('sha256');
    table.text('said').notNullable().defaultTo('');
    table.timestamp('started_at', { useTz: true }).notNullable();
    table.timestamp('ended_at', { useTz: true });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('backup_run');
}
