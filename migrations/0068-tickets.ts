import type { Knex } from 'knex';

/** One row a job that makes a ticket in another system. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('ticket', (table) => {
    table.text('job_key').primary();
    table.text('process_instance_key').notNullable().index();
    // CREATING, OPEN, CORRECTED, CLOSED, GONE
    table.text('state').notNullable().index();
    table.integer('attempts').notNullable();
    table.integer('ticket_id');
    // As people and messages name it: MANTIS-4711
    table.text('reference').unique();
    table.timestamp('created_at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('ticket');
}
