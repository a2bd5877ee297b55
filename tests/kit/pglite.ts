/** A migrated PGlite database in a folder of a test file's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { openDatabase } from '../../src/store/open';
import type { Database } from '../../src/store/port';

export interface PgliteForTest {
  readonly database: Database;
  readonly knex: Knex;
  /** Closes it and removes its folder. */
  dispose(): Promise<void>;
}

export async function openPgliteForTest(): Promise<PgliteForTest> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'logigramme-'));
  const database = await openDatabase({ dataDir });
  await database.migrate();
  return {
    database,
    knex: database.knex,
    dispose: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
