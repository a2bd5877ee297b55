import type { Knex } from 'knex';

/** Default passwords of accounts that jobs make: encrypted until they are shown, once, to whom they concern. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('one_time_password', (table) => {
    table.uuid('id').primary();
    table.text('job_key').notNullable().unique();
    table.text('process_instance_key').notNullable().index();
    // The case's number, and of what the password is, as people read them.
    table.text('reference').notNullable();
    table.text('system').notNullable();
    table.text('account').notNullable();
    table.text('person').notNullable();
    // The account of this program that may see it; null: anybody of the groups.
    table.text('holder');
    table.jsonb('holder_groups').notNullable();
    // PREPARED: not handed out yet; READY: may be seen; SHOWN, EXPIRED: gone.
    table.text('state').notNullable();
    // Of the sealed password; null once it was erased.
    table.text('sealed');
    table.timestamp('prepared_at', { useTz: true }).notNullable();
    table.timestamp('expires_at', { useTz: true }).notNullable();
    table.timestamp('shown_at', { useTz: true });
    table.text('shown_to');
    table.index(['state', 'expires_at']);
  });
  await knex.schema.createTable('one_time_password_event', (table) => {
    table.increments('id');
    table.uuid('password_id').notNullable().index();
    table.timestamp('at', { useTz: true }).notNullable();
    // READY, SHOWN, REFUSED, EXPIRED
    table.text('event').notNullable();
    // Who looked; null: the program itself.
    table.text('by');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('one_time_password_event');
  await knex.schema.dropTable('one_time_password');
}
