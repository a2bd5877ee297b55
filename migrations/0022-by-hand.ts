import type { Knex } from 'knex';

/** The inbox also shows jobs that people do because no connector is configured: what kind of job a task is. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('rm_task', (table) => {
    table.text('job_type').notNullable().defaultTo('io.camunda.zeebe:userTask').index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('rm_task', (table) => table.dropColumn('job_type'));
}
