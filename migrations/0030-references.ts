import type { Knex } from 'knex';

/** Data that procedures need: suppliers, sites, servers, cards, holidays, deadlines … and who changed what. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reference_item', (table) => {
    table.text('kind').notNullable();
    table.text('code').notNullable();
    table.json('values').notNullable();
    table.integer('version').notNullable();
    table.timestamp('changed_at', { useTz: true }).notNullable();
    table.text('changed_by').notNullable();
    table.primary(['kind', 'code']);
  });
  await knex.schema.createTable('reference_change', (table) => {
    table.bigIncrements('id');
    table.text('kind').notNullable();
    table.text('code').notNullable();
    table.text('change').notNullable();
    table.json('values');
    table.timestamp('at', { useTz: true }).notNullable();
    table.text('account').notNullable();
    table.index(['kind', 'code']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reference_change');
  await knex.schema.dropTable('reference_item');
}
