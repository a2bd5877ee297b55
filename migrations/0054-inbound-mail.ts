import type { Knex } from 'knex';

/** Mails that came in, one row a Message-ID, and what became of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('inbound_mail', (table) => {
    table.bigIncrements('id');
    table.text('message_id').notNullable().unique();
    table.text('source').notNullable();
    // RECEIVED, then for good: ACCEPTED, ANSWERED, REFUSED, IGNORED
    table.text('state').notNullable().index();
    table.text('reason').notNullable().defaultTo('');
    table.text('sender').notNullable();
    table.text('sender_name').notNullable();
    table.jsonb('recipients').notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.jsonb('attachments').notNullable();
    table.text('return_path');
    table.integer('size').notNullable();
    // Null when the mail was larger than what is kept.
    table.specificType('raw', 'bytea');
    table.text('process_instance_key').index();
    table.text('case_number');
    // The answer that is due, then sent.
    table.text('answer_template');
    table.jsonb('answer_data');
    table.timestamp('answered_at', { useTz: true });
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('error');
    table.timestamp('received_at', { useTz: true }).notNullable();
    table.timestamp('decided_at', { useTz: true });
    table.index(['sender', 'received_at']);
  });
  await knex.schema.alterTable('case_number', (table) => {
    // What the number was given for, when that must get no second one.
    table.text('origin').unique();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('case_number', (table) => table.dropColumn('origin'));
  await knex.schema.dropTable('inbound_mail');
}
