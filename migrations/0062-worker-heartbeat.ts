import type { Knex } from 'knex';

/** One row a job type and process that works on it. Rows of processes that died stay until the next one starts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('worker_heartbeat', (table) => {
    table.uuid('process').notNullable();
    table.text('job_type').notNullable();
    table.text('host').notNullable();
    table.integer('pid').notNullable();
    table.timestamp('started_at', { useTz: true }).notNullable();
    // By the database's clock, for all processes.
    table.timestamp('beat_at', { useTz: true }).notNullable();
    table.integer('in_hand').notNullable();
    table.bigInteger('done').notNullable();
    table.bigInteger('failed').notNullable();
    table.primary(['process', 'job_type']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('worker_heartbeat');
}
