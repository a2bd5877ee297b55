/** Fresh, migrated databases for tests: one suite on every adapter, or one database of a test file's own. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { openDatabase, type OpenDatabaseOptions } from '../../src/store/open';
import type { Database } from '../../src/store/port';
import { postgresqlMissing, startPostgresql, type TestServer } from './postgresql';

export interface TestDatabase extends Database {
  /** How to open it again; `close()` keeps its data. */
  readonly location: OpenDatabaseOptions;
  /** Closes it and removes it from the machine. */
  dispose(): Promise<void>;
}

export type OpenTestDatabase = () => Promise<TestDatabase>;

function temporaryFolder(name: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `logigramme-${name}-`));
}

/** Changes whenever a migration or PGlite does. */
function templateName(): string {
  const hash = createHash('sha256');
  const migrations = path.join(projectRoot, 'migrations');
  for (const file of readdirSync(migrations).sort()) {
    hash.update(file).update(readFileSync(path.join(migrations, file)));
  }
  hash.update(readFileSync(path.join(projectRoot, 'node_modules/@electric-sql/pglite/package.json')));
  return `logigramme-closed-template-${hash.digest('hex').slice(0, 16)}`;
}

/** A migrated PGlite folder, made once: making one takes seconds, copying it a fraction of one. */
async function pgliteTemplate(): Promise<string> {
  const template = path.join(os.tmpdir(), templateName());
  if (existsSync(template)) return template;
  const draft = temporaryFolder('draft');
  const database = await openDatabase({ dataDir: draft });
  await database.migrate();
  await database.close();
  try {
    renameSync(draft, template);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // Another test process was faster.
  }
  return template;
}

async function opened(
  location: OpenDatabaseOptions,
  remove: () => Promise<void> | void,
): Promise<TestDatabase> {
  const database = await openDatabase(location);
  return Object.assign(database, {
    location,
    dispose: async () => {
      await database.close();
      await remove();
    },
  });
}

/** Puts a migrated PGlite into an empty data folder: for tests that start a program there. */
export async function fillDataDir(dataDir: string): Promise<void> {
  const template = await pgliteTemplate();
  // As the program would make it: a database that others may read is refused.
  process.umask(0o077);
  cpSync(template, dataDir, { recursive: true });
}

/** A PGlite database in a folder of its own. */
export async function openPgliteTestDatabase(): Promise<TestDatabase> {
  const dataDir = temporaryFolder('db');
  await fillDataDir(dataDir);
  return opened({ dataDir }, () => {
    rmSync(dataDir, { recursive: true, force: true });
  });
}

async function openOn(server: TestServer): Promise<TestDatabase> {
  const databaseUrl = await server.createDatabase();
  const location = { databaseUrl, dataDir: os.tmpdir() };
  const database = await opened(location, () => server.dropDatabase(databaseUrl));
  await database.migrate();
  return database;
}

/** A PGlite database; with `TEST_DATABASE_URL` (a superuser's URL), a new database on that server. */
export async function openTestDatabase(): Promise<TestDatabase> {
  return process.env['TEST_DATABASE_URL'] ? openOn(await startPostgresql()) : openPgliteTestDatabase();
}

/** Runs the same suite on PGlite and on PostgreSQL; says why where PostgreSQL is skipped. */
export function describeOnEveryDatabase(
  name: string,
  suite: (open: OpenTestDatabase, kind: Database['kind']) => void,
): void {
  describe(`${name} on pglite`, () => {
    suite(openPgliteTestDatabase, 'pglite');
  });
  const missing = postgresqlMissing();
  if (missing !== undefined) {
    it.skip(`${name} on postgresql (${missing})`, () => undefined);
    return;
  }
  describe(`${name} on postgresql`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startPostgresql();
    }, 180_000);
    suite(() => openOn(server), 'postgresql');
    // After the suite's own, which dispose of databases on this server.
    afterAll(() => server.stop());
  });
}
