/** The audit log: each entry carries the hash of the one before it; the database itself refuses to change or remove one. */
import type { Knex } from 'knex';

const REFUSE = `CREATE FUNCTION logigramme_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$`;

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_entry', (table) => {
    table.bigInteger('position').primary();
    table.timestamp('at', { useTz: true }).notNullable();
    table.text('actor').notNullable();
    table.text('action').notNullable();
    table.text('outcome').notNullable();
    table.text('subject');
    table.text('process_instance_key');
    // The exact text that the hash covers, details included.
    table.text('content').notNullable();
    table.text('previous_hash').notNullable();
    table.text('hash').notNullable();
    table.index(['actor', 'position']);
    table.index(['action', 'position']);
    table.index(['process_instance_key', 'position']);
  });
  // One row: the end of the chain; whoever appends locks it.
  await knex.schema.createTable('audit_head', (table) => {
    table.integer('id').primary();
    table.bigInteger('position').notNullable();
    table.text('hash').notNullable();
  });
  await knex('audit_head').insert({ id: 1, position: 0, hash: '0'.repeat(64) });
  await knex.raw(REFUSE);
  await knex.raw(`CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION logigramme_audit_refuse()`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_entry');
  await knex.schema.dropTable('audit_head');
  await knex.raw('DROP FUNCTION logigramme_audit_refuse()');
}
