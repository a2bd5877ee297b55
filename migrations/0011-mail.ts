import type { Knex } from 'knex';

/** Mails to send, one a job; and the mailbox of the embedded SMTP sink, one row a Message-ID. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('mail_outbox', (table) => {
    table.text('job_key').primary();
    table.text('message_id').notNullable().unique();
    table.text('state').notNullable().index();
    table.text('process_instance_key').notNullable().index();
    table.text('template').notNullable();
    table.text('to').notNullable();
    table.text('subject').notNullable();
    table.text('html').notNullable();
    table.text('text').notNullable();
    table.jsonb('attachments').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('error');
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('attempted_at', { useTz: true });
    table.timestamp('sent_at', { useTz: true });
  });

  await knex.schema.createTable('mailbox', (table) => {
    table.bigIncrements('id');
    table.text('message_id').notNullable().unique();
    table.text('from').notNullable();
    table.jsonb('to').notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.text('html').notNullable();
    table.jsonb('attachments').notNullable();
    table.specificType('raw', 'bytea').notNullable();
    table.timestamp('date', { useTz: true }).notNullable();
    table.timestamp('received_at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('mailbox');
  await knex.schema.dropTable('mail_outbox');
}
