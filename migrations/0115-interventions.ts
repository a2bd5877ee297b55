import type { Knex } from 'knex';

/** What operators did to cases beside their normal course: who, when, why, and how the case stood before and after. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('case_intervention', (table) => {
    table.bigIncrements('id');
    table.text('process_instance_key').notNullable().index();
    table.text('kind').notNullable();
    table.text('account').notNullable();
    table.text('reason').notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
    /** What was asked for. */
    table.jsonb('request').notNullable();
    table.jsonb('before').notNullable();
    /** Null: not seen yet. */
    table.jsonb('after');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('case_intervention');
}
