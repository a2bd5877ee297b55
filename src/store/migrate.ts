/** Brings the database's schema to this program's: the files of `migrations/`, in the order of their names. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { z } from 'zod';
import { codeRoot } from '../config/root';
import { UnknownMigrationsError } from './errors';

/** Advisory lock under which migrations run: an arbitrary, fixed number. */
const MIGRATION_LOCK = 4993010267734;

const TABLE = 'migration';

/** One migration file, by its name without extension: it is the same in source and compiled. */
interface MigrationFile {
  readonly name: string;
  readonly file: string;
}

function migrationFiles(): MigrationFile[] {
  const folder = path.join(codeRoot, 'migrations');
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.*\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => ({ name: file.replace(/\.(ts|js)$/, ''), file: path.join(folder, file) }));
}

const migrationSource: Knex.MigrationSource<MigrationFile> = {
  getMigrations: () => Promise.resolve(migrationFiles()),
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => (await import(migration.file)) as Knex.Migration,
};

export const migratorConfig: Knex.MigratorConfig = { tableName: TABLE, migrationSource };

const nameRow = z.object({ name: z.string() });

async function refuseUnknown(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable(TABLE))) return;
  const known = new Set(migrationFiles().map((migration) => migration.name));
  const rows: unknown[] = await knex(TABLE).select('name').orderBy('id');
  const unknown = rows.map((row) => nameRow.parse(row).name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new UnknownMigrationsError(unknown);
}

async function run(knex: Knex): Promise<void> {
  await refuseUnknown(knex);
  // Knex's own lock is a row that a killed process leaves behind; ours is held by whoever gets here.
  if (await knex.schema.hasTable(`${TABLE}_lock`)) await knex.migrate.forceFreeMigrationsLock(migratorConfig);
  await knex.migrate.latest(migratorConfig);
}

/**
 * Applies what is pending. Several processes may start at once: each waits for the one before.
 * Throws `UnknownMigrationsError` when a later version of the program has been here.
 */
export async function migrate(knex: Knex): Promise<void> {
  const pool = knex.client as { config: { pool?: { max?: number } } };
  // With a single connection (PGlite) the folder's lock already excludes every other process.
  if (pool.config.pool?.max === 1) {
    await run(knex);
    return;
  }
  await knex.transaction(async (holder) => {
    await holder.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    await run(knex);
  });
}
