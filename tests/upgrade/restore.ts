/** Fills an empty database with what an earlier program left in it (write-fixture.mjs). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Knex } from 'knex';
import { z } from 'zod';
import { migratorConfig } from '../../src/store/migrate';
import type { Database } from '../../src/store/port';

interface Table {
  readonly name: string;
  /** A JSON array; no number of it may pass through JavaScript. */
  readonly rows: string;
}

function tablesOf(fixture: string): Table[] {
  const packed = readFileSync(path.join(__dirname, 'fixtures', `${fixture}.br`));
  const lines = brotliDecompressSync(packed).toString().split('\n');
  return lines.flatMap((name, index) => (index % 2 === 0 ? [{ name, rows: lines[index + 1] ?? '[]' }] : []));
}

const migrationRows = z.array(z.object({ name: z.string() }));

/** The schema as it was: a migration that has landed is never edited. */
async function migrateTo(knex: Knex, names: ReadonlySet<string>): Promise<void> {
  const { migrationSource } = migratorConfig;
  if (migrationSource === undefined) throw new Error('Expected a source of migrations');
  const all = await migrationSource.getMigrations([]);
  const earlier = all.filter((one) => names.has(migrationSource.getMigrationName(one)));
  expect(earlier).toHaveLength(names.size);
  await knex.migrate.latest({
    ...migratorConfig,
    migrationSource: { ...migrationSource, getMigrations: () => Promise.resolve(earlier) },
  });
}

async function fill(knex: Knex, { name, rows }: Table): Promise<void> {
  await knex(name).delete();
  await knex.raw(
    'INSERT INTO ?? OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::??, ?::json)',
    [name, `public.${name}`, rows],
  );
}

/** Sequences go on after the rows that there are. */
async function moveSequences(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { table_name: string; column_name: string }[] }>(
    `SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL`,
  );
  for (const { table_name: table, column_name: column } of rows) {
    await knex.raw('SELECT setval(pg_get_serial_sequence(?, ?), (SELECT coalesce(max(??), 0) + 1 FROM ??))', [
      `"${table}"`,
      column,
      column,
      table,
    ]);
  }
}

export async function restoreFixture({ knex, kind }: Database, commit: string): Promise<void> {
  const tables = tablesOf(`${commit}-${kind}`);
  const migrated = tables.find(({ name }) => name === 'migration')?.rows ?? '[]';
  await migrateTo(knex, new Set(migrationRows.parse(JSON.parse(migrated)).map(({ name }) => name)));
  await knex.transaction(async (transaction) => {
    if (kind === 'postgresql') await transaction.raw("SET LOCAL session_replication_role = 'replica'");
    for (const table of tables) await fill(transaction, table);
    await moveSequences(transaction);
  });
}
