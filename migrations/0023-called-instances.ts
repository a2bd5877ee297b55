import type { Knex } from 'knex';

/** From a case to the instances that it called. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX rm_instance_parent ON rm_instance (parent_key) WHERE parent_key IS NOT NULL');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX rm_instance_parent');
}
