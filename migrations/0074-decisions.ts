import type { Knex } from 'knex';

/** Deployed decisions and their files, from the records that are there already as well. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE rm_decision_file (
      key bigint PRIMARY KEY,
      decision_requirements_id text,
      version int,
      name text,
      resource_name text,
      dmn_xml text,
      deployed_at bigint,
      deleted_at bigint
    )`);
  await knex.raw(`
    CREATE TABLE rm_decision (
      key bigint PRIMARY KEY,
      decision_id text,
      version int,
      name text,
      file_key bigint,
      deployed_at bigint,
      deleted_at bigint
    )`);
  await knex.raw('CREATE INDEX rm_decision_latest ON rm_decision (decision_id, version DESC)');
  await insertFiles(knex);
  await knex.raw(`
    INSERT INTO rm_decision
    SELECT DISTINCT ON (key) key, record->'value'->>'decisionId', (record->'value'->>'version')::int,
      record->'value'->>'decisionName', (record->'value'->>'decisionRequirementsKey')::bigint, "timestamp", NULL
    FROM record WHERE value_type = 'DECISION' AND intent = 'CREATED'`);
  for (const [table, type] of [
    ['rm_decision_file', 'DECISION_REQUIREMENTS'],
    ['rm_decision', 'DECISION'],
  ] as const) {
    await knex.raw(
      `UPDATE ${table} SET deleted_at = record."timestamp" FROM record
       WHERE record.value_type = ? AND record.intent = 'DELETED' AND record.key = ${table}.key`,
      [type],
    );
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('rm_decision').dropTable('rm_decision_file');
}

interface FileRow {
  readonly key: string;
  readonly timestamp: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Not in SQL: a file that is not UTF-8 must not stop the program from starting. */
async function insertFiles(knex: Knex): Promise<void> {
  const rows = await knex('record')
    .where({ value_type: 'DECISION_REQUIREMENTS', intent: 'CREATED' })
    .select<FileRow[]>('key', 'timestamp', knex.raw("record->'value' AS value"));
  for (const { key, timestamp, value } of rows) {
    await knex('rm_decision_file')
      .insert({
        key,
        decision_requirements_id: value['decisionRequirementsId'],
        version: value['decisionRequirementsVersion'],
        name: value['decisionRequirementsName'],
        resource_name: value['resourceName'],
        dmn_xml: Buffer.from(String(value['resource'] ?? ''), 'base64')
          .toString('utf8')
          .replaceAll('\u0000', '\ufffd'),
        deployed_at: timestamp,
      })
      .onConflict('key')
      .ignore();
  }
}
