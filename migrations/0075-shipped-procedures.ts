import type { Knex } from 'knex';

/** What a start deployed of each folder of processes/, so that the next one knows what an owner published since. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('shipped_procedure', (table) => {
    table.text('folder').primary();
    /** Of the files that were deployed or decided upon last. */
    table.text('checksum').notNullable();
    /** Versions that were the latest then: kind → id → version. */
    table.jsonb('versions').notNullable();
    table.timestamp('decided_at', { useTz: true }).notNullable();
    /** Of changed files that an owner's publication keeps from being deployed. */
    table.text('waiting_checksum');
    table.timestamp('waiting_since', { useTz: true });
    table.text('decided_by');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('shipped_procedure');
}
