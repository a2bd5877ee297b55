import type { Knex } from 'knex';

/** Documents of a case, and the archive of a closed case: one zip with a manifest of SHA-256 hashes. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('document', (table) => {
    table.uuid('id').primary();
    table.text('process_instance_key').notNullable().index();
    table.text('job_key').unique();
    table.text('kind').notNullable();
    table.text('name').notNullable();
    table.text('media_type').notNullable();
    table.text('sha256').notNullable();
    table.integer('size').notNullable();
    table.specificType('bytes', 'bytea').notNullable();
    table.text('created_by').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
  });

  await knex.schema.createTable('dossier_archive', (table) => {
    table.uuid('id').primary();
    table.text('process_instance_key').notNullable().index();
    table.text('job_key').notNullable().unique();
    table.text('case_number');
    table.text('name').notNullable();
    table.text('sha256').notNullable();
    table.integer('size').notNullable();
    table.jsonb('manifest').notNullable();
    table.specificType('bytes', 'bytea').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('dossier_archive');
  await knex.schema.dropTable('document');
}
