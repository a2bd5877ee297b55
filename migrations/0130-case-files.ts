import type { Knex } from 'knex';

/**
 * Files that people send. Empty `process_instance_key`: sent for a form that is not sent yet, seen by who sent it only.
 * `family`: the first version's id; null: there is one version. `retention`: rows that were there stay with their case.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('document', (table) => {
    table.uuid('family');
    table.integer('version').notNullable().defaultTo(1);
    table.text('retention').notNullable().defaultTo('case');
    table.unique(['family', 'version']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('document', (table) => {
    table.dropUnique(['family', 'version']);
    table.dropColumns('family', 'version', 'retention');
  });
}
