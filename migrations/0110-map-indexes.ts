/** Maps and overview: what a procedure's elements took, read from the index alone. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE INDEX rm_element_instance_times ON rm_element_instance
       (bpmn_process_id, started_at) INCLUDE (element_id, element_type, state, ended_at, process_key)`,
  );
  await knex.raw(
    'CREATE INDEX rm_instance_times ON rm_instance (bpmn_process_id, started_at) INCLUDE (state, ended_at, parent_key)',
  );
  await knex.raw('CREATE INDEX rm_task_times ON rm_task (bpmn_process_id, created_at)');
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['rm_element_instance_times', 'rm_instance_times', 'rm_task_times'])
    await knex.raw(`DROP INDEX ${name}`);
}
