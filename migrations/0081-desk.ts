/** The desk: dates of tasks as instants, native user tasks, search without accents, hand-overs, comments, drafts. */
import type { Knex } from 'knex';

/** Letters without accents, in lower case, whatever their Unicode form; ligatures and apostrophes as typed. */
const FOLD = `CREATE FUNCTION logigramme_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(
    replace(replace(replace(
      regexp_replace(normalize(lower(normalize(words, NFKC)), NFKD), '[\\u0300-\\u036f]', '', 'g'),
      'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'),
    '’‘ʼ′ʹ‐‑–—', '''''''''''----')
$$`;

/** Where PostgreSQL has the extension; elsewhere the search scans. */
const TRIGRAMS = `DO $do$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX rm_variable_folded ON rm_variable USING gin (folded gin_trgm_ops);
  CREATE INDEX rm_instance_folded ON rm_instance USING gin (folded gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'searches scan: %', SQLERRM;
END $do$`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(FOLD);
  // Longer values are files and the like: nobody looks for their middle.
  await knex.raw(`ALTER TABLE rm_variable
    ADD COLUMN folded text GENERATED ALWAYS AS (logigramme_fold(left(value, 4000))) STORED`);
  await knex.raw(`ALTER TABLE rm_instance ADD COLUMN folded text
    GENERATED ALWAYS AS (logigramme_fold(coalesce(case_number, '') || ' ' || coalesce(initiator, ''))) STORED`);
  await knex.raw(TRIGRAMS);

  // 0: none, or one that cannot be read; null: of a row that was written before this column.
  await knex.raw(`ALTER TABLE rm_task ADD COLUMN due_at bigint, ADD COLUMN follow_up_at bigint,
    ADD COLUMN priority int, ADD COLUMN external_form text`);
  await knex.raw(
    'CREATE INDEX rm_task_unread ON rm_task (key) WHERE due_at IS NULL AND (due_date IS NOT NULL OR follow_up_date IS NOT NULL)',
  );
  await knex.raw(
    `CREATE INDEX rm_task_open_due ON rm_task (due_at, key) WHERE state = 'CREATED' AND due_at > 0`,
  );
  await knex.raw(`CREATE INDEX rm_task_open_process ON rm_task (bpmn_process_id) WHERE state = 'CREATED'`);
  await knex.raw(`CREATE INDEX rm_task_open_assignee ON rm_task (assignee) WHERE state = 'CREATED'`);
  await knex.raw('CREATE INDEX rm_task_users ON rm_task USING gin (candidate_users jsonb_path_ops)');
  // An empty account: released although the diagram names somebody.
  await knex.schema.alterTable('task_claim', (table) => {
    table.text('assigned_by');
    table.text('note');
  });

  await knex.schema.createTable('task_action', (table) => {
    table.bigIncrements('id');
    table.text('task_key').notNullable().index();
    table.text('process_instance_key').notNullable().index();
    table.text('account').notNullable();
    table.text('action').notNullable();
    table.text('target');
    table.text('note');
    table.timestamp('at', { useTz: true }).notNullable();
  });
  await knex.schema.createTable('task_comment', (table) => {
    table.bigIncrements('id');
    table.text('task_key').notNullable().index();
    table.text('process_instance_key').notNullable().index();
    table.text('account').notNullable();
    table.text('body').notNullable();
    table.jsonb('mentions').notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
  });
  await knex.schema.createTable('task_draft', (table) => {
    table.text('task_key').primary();
    table.text('variables').notNullable();
    table.integer('revision').notNullable();
    table.text('account').notNullable();
    /** The browser tab that wrote it. */
    table.text('editor').notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
  });
  await knex.schema.createTable('inbox_filter', (table) => {
    table.bigIncrements('id');
    table.text('account').notNullable();
    table.text('name').notNullable();
    table.jsonb('query').notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
    table.unique(['account', 'name']);
  });
  await knex.schema.createTable('variable_change', (table) => {
    table.bigIncrements('id');
    table.text('process_instance_key').notNullable().index();
    table.text('scope_key').notNullable();
    table.text('name').notNullable();
    /** JSON text; null: there was none. */
    table.text('old_value');
    table.text('new_value').notNullable();
    table.text('reason').notNullable();
    table.text('account').notNullable();
    table.timestamp('at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['variable_change', 'inbox_filter', 'task_draft', 'task_comment', 'task_action']) {
    await knex.schema.dropTable(table);
  }
  await knex.schema.alterTable('task_claim', (table) => {
    table.dropColumn('assigned_by');
    table.dropColumn('note');
  });
  await knex.raw('DROP INDEX rm_task_users');
  await knex.raw(`ALTER TABLE rm_task DROP COLUMN due_at, DROP COLUMN follow_up_at, DROP COLUMN priority,
    DROP COLUMN external_form`);
  await knex.raw('DROP INDEX rm_task_open_process');
  await knex.raw('DROP INDEX rm_task_open_assignee');
  await knex.raw('ALTER TABLE rm_instance DROP COLUMN folded');
  await knex.raw('ALTER TABLE rm_variable DROP COLUMN folded');
  await knex.raw('DROP FUNCTION logigramme_fold(text)');
}
