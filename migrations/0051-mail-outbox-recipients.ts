import type { Knex } from 'knex';

/** Outbox: which addresses have taken the mail, so that another attempt goes to the others only; and its `Date`. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('mail_outbox', (table) => {
    table.jsonb('accepted').notNullable().defaultTo('[]');
    table.timestamp('dated_at', { useTz: true });
  });
  await knex.raw('update mail_outbox set dated_at = created_at');
  await knex.raw(
    `update mail_outbox set accepted = jsonb_build_array("to") || copies where state in ('SENT', 'BOUNCED')`,
  );
  await knex.schema.alterTable('mail_outbox', (table) => {
    table.dropNullable('dated_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('mail_outbox', (table) => {
    table.dropColumns('accepted', 'dated_at');
  });
}
