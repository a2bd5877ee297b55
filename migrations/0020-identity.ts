import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('account', (table) => {
    table.text('name').primary();
    table.text('display_name').notNullable();
    table.text('email');
    table.boolean('is_admin').notNullable().defaultTo(false);
    table.boolean('is_owner').notNullable().defaultTo(false);
    table.boolean('is_manager').notNullable().defaultTo(false);
    // A demo account signs in only while demo accounts are allowed.
    table.boolean('is_demo').notNullable().defaultTo(false);
    table.text('password_hash');
    table.timestamp('created_at', { useTz: true }).notNullable();
  });
  await knex.schema.createTable('account_group', (table) => {
    table.text('account').notNullable().references('account.name').onDelete('CASCADE');
    table.text('group_name').notNullable();
    table.primary(['account', 'group_name']);
  });
  await knex.schema.createTable('session', (table) => {
    table.text('token_hash').primary();
    table.text('account').notNullable().references('account.name').onDelete('CASCADE');
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable().index();
  });
  await knex.schema.createTable('api_token', (table) => {
    table.text('id').primary();
    table.text('token_hash').notNullable().unique();
    table.text('account').notNullable().references('account.name').onDelete('CASCADE');
    table.text('label').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['api_token', 'session', 'account_group', 'account'])
    await knex.schema.dropTable(table);
}
