import type { Knex } from 'knex';

const states = "'QUEUED', 'SENDING', 'SENT', 'FAILED', 'BOUNCED'";

/** Outbox: ids for bounce addresses, states that people follow, and what is needed to send a mail once more. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('mail_outbox', (table) => {
    table.bigIncrements('id', { primaryKey: false }).unique();
    table.jsonb('copies').notNullable().defaultTo('[]');
    // How many times people had it sent again after it had left.
    table.integer('resends').notNullable().defaultTo(0);
    // No job waits for it: the dispatcher sends it.
    table.boolean('dispatched').notNullable().defaultTo(false);
    table.timestamp('next_attempt_at', { useTz: true });
    table.timestamp('bounced_at', { useTz: true });
    // Who had it sent again.
    table.text('requested_by');
    // Null for an answer to somebody without a case.
    table.setNullable('process_instance_key');
    table.dropIndex('state');
    table.index(['state', 'id']);
  });
  await knex.raw(`update mail_outbox set state = 'QUEUED' where state = 'PENDING'`);
  await knex.raw(
    `update mail_outbox set copies = to_jsonb((string_to_array("to", ', '))[2:]), "to" = split_part("to", ', ', 1)`,
  );
  await knex.raw(`alter table mail_outbox add constraint mail_outbox_state check (state in (${states}))`);
  await knex.raw(
    `create index mail_outbox_dispatch on mail_outbox (next_attempt_at)
     where dispatched and state in ('QUEUED', 'SENDING')`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index mail_outbox_dispatch');
  await knex.raw('alter table mail_outbox drop constraint mail_outbox_state');
  await knex.raw(`delete from mail_outbox where process_instance_key is null`);
  await knex.raw(`update mail_outbox set state = 'PENDING' where state in ('QUEUED', 'SENDING')`);
  await knex.raw(`update mail_outbox set state = 'SENT' where state = 'BOUNCED'`);
  await knex.raw(
    `update mail_outbox set "to" = concat_ws(', ', "to", nullif(array_to_string(array(
       select jsonb_array_elements_text(copies)), ', '), ''))`,
  );
  await knex.schema.alterTable('mail_outbox', (table) => {
    table.dropIndex(['state', 'id']);
    table.index('state');
    table.dropNullable('process_instance_key');
    table.dropColumns(
      'id',
      'copies',
      'resends',
      'dispatched',
      'next_attempt_at',
      'bounced_at',
      'requested_by',
    );
  });
}
