import type { Knex } from 'knex';

/** Who signs in by an identity provider, by its name for them; `session.id_token` lets a session end there too. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('external_identity', (table) => {
    table.text('issuer').notNullable();
    table.text('subject').notNullable();
    table.text('account').notNullable().unique().references('account.name').onDelete('CASCADE');
    table.timestamp('linked_at', { useTz: true }).notNullable();
    table.primary(['issuer', 'subject']);
  });
  await knex.schema.alterTable('session', (table) => {
    table.text('id_token');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('session', (table) => {
    table.dropColumn('id_token');
  });
  await knex.schema.dropTable('external_identity');
}
