import type { Knex } from 'knex';

/** Drafts of procedures, their history, and what was published from them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('draft', (table) => {
    table.uuid('id').primary();
    table.text('title').notNullable();
    /** OPEN, AWAITING_APPROVAL, PUBLISHED, DISCARDED. */
    table.text('state').notNullable();
    /** Of the procedure that it began from; null: a new one. */
    table.text('bpmn_process_id').index();
    table.text('created_by').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.text('updated_by').notNullable();
    table.timestamp('updated_at', { useTz: true }).notNullable();
    table.text('submitted_by');
    table.text('note');
  });
  await knex.schema.createTable('draft_file', (table) => {
    table.uuid('draft_id').notNullable().references('id').inTable('draft').onDelete('CASCADE');
    table.text('name').notNullable();
    table.text('content').notNullable();
    /** As it was deployed when the draft began; null: new in the draft. */
    table.text('base');
    table.integer('revision').notNullable();
    table.text('updated_by').notNullable();
    table.timestamp('updated_at', { useTz: true }).notNullable();
    table.primary(['draft_id', 'name']);
  });
  await knex.schema.createTable('draft_revision', (table) => {
    table.uuid('draft_id').notNullable().references('id').inTable('draft').onDelete('CASCADE');
    table.text('name').notNullable();
    table.integer('revision').notNullable();
    table.text('content').notNullable();
    table.text('author').notNullable();
    table.timestamp('began_at', { useTz: true }).notNullable();
    table.timestamp('saved_at', { useTz: true }).notNullable();
    table.primary(['draft_id', 'name', 'revision']);
  });
  await knex.schema.createTable('draft_editor', (table) => {
    table.uuid('draft_id').notNullable().references('id').inTable('draft').onDelete('CASCADE');
    table.text('account').notNullable();
    table.timestamp('seen_at', { useTz: true }).notNullable();
    table.primary(['draft_id', 'account']);
  });
  await knex.schema.createTable('publication', (table) => {
    table.bigIncrements('id');
    table.text('bpmn_process_id').notNullable().index();
    table.integer('version').notNullable();
    table.uuid('draft_id');
    table.text('author').notNullable();
    table.text('approved_by');
    table.text('note').notNullable();
    table.jsonb('changes').notNullable();
    table.timestamp('published_at', { useTz: true }).notNullable();
  });
  await knex.schema.createTable('procedure_setting', (table) => {
    table.text('bpmn_process_id').primary();
    table.boolean('needs_approval').notNullable().defaultTo(false);
    /** No new cases, out of the list and the guide. */
    table.boolean('withdrawn').notNullable().defaultTo(false);
    table.text('changed_by').notNullable();
    table.timestamp('changed_at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'procedure_setting',
    'publication',
    'draft_editor',
    'draft_revision',
    'draft_file',
    'draft',
  ]) {
    await knex.schema.dropTable(table);
  }
}
