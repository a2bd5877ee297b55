/** Migrated databases for tests: one suite on every adapter, or one PGlite of a test file's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase, type OpenDatabaseOptions } from '../../src/store/open';
import type { Database } from '../../src/store/port';
import { postgresqlMissing, startPostgresql, type TestServer } from './postgresql';

export interface TestDatabase extends Database {
  /** How to open it again. */
  readonly location: OpenDatabaseOptions;
  /** Closes it and removes it from the machine. */
  dispose(): Promise<void>;
}

export type OpenTestDatabase = () => Promise<TestDatabase>;

async function migrated(location: OpenDatabaseOptions, remove: () => Promise<void>): Promise<TestDatabase> {
  const database = await openDatabase(location);
  await database.migrate();
  return Object.assign(database, {
    location,
    dispose: async () => {
      await database.close();
      await remove();
    },
  });
}

/** A PGlite database in a folder of its own. */
export async function openPgliteTestDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'logigramme-'));
  return migrated({ dataDir }, () => rm(dataDir, { recursive: true, force: true }));
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
    }, 60_000);
    afterAll(() => server.stop());
    suite(async () => {
      const databaseUrl = await server.createDatabase();
      return migrated({ databaseUrl, dataDir: os.tmpdir() }, () => server.dropDatabase(databaseUrl));
    }, 'postgresql');
  });
}
