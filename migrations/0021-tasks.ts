import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('task_claim', (table) => {
    table.text('task_key').primary();
    table.text('account').notNullable().index();
    table.timestamp('claimed_at', { useTz: true }).notNullable();
  });
  // Written before the engine is asked, so that who completed a task is known whatever stops in between.
  await knex.schema.createTable('task_completion', (table) => {
    table.text('task_key').primary();
    table.text('account').notNullable().index();
    table.text('attempt').notNullable();
    table.timestamp('requested_at', { useTz: true }).notNullable();
    table.timestamp('in_flight_until', { useTz: true }).notNullable();
    // Set when the engine accepted, or when the projection shows the completion.
    table.timestamp('confirmed_at', { useTz: true });
    // Whose earlier attempt, of unknown outcome, this one took over.
    table.text('previous_account');
  });
  await knex.schema.createTable('case_number', (table) => {
    table.text('number').primary();
    table.text('letter').notNullable();
    table.integer('year').notNullable();
    table.integer('sequence').notNullable();
    table.text('account').notNullable();
    table.text('bpmn_process_id').notNullable();
    table.timestamp('allocated_at', { useTz: true }).notNullable();
    table.text('process_instance_key').unique();
    table.unique(['letter', 'year', 'sequence']);
  });
  await knex.schema.createTable('idempotency_key', (table) => {
    table.text('account').notNullable();
    table.text('key').notNullable();
    table.text('request_hash').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable().index();
    // Null while the first request is still under way.
    table.integer('status');
    table.text('body');
    table.primary(['account', 'key']);
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['idempotency_key', 'case_number', 'task_completion', 'task_claim']) {
    await knex.schema.dropTable(table);
  }
}
