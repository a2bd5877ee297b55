/** A backup connector with real folders, a real database of runs and real child processes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createBackup, type Backup } from '../../src/connectors/backup/backup';
import { backupSettings } from '../../src/connectors/backup/settings';
import { openPgliteTestDatabase, type TestDatabase } from '../kit/database';

export interface BackupPlace {
  readonly root: string;
  readonly folder: string;
  readonly external: string;
  readonly source: string;
  /** For restoring. */
  readonly scratch: string;
  readonly database: TestDatabase;
  backup(
    plans: readonly object[],
    variables?: Readonly<Record<string, string>>,
    /** Instead of the place's own. */
    more?: { readonly folder?: string; readonly external?: object },
  ): Backup;
  /** A program of its own, in JavaScript. */
  script(name: string, text: string): string;
  runs(): Promise<readonly Record<string, unknown>[]>;
  dispose(): Promise<void>;
}

export async function openBackupPlace(): Promise<BackupPlace> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-backup-'));
  const [folder, external, source, scratch] = ['sauvegardes', 'disque', 'source', 'essais'].map((name) =>
    path.join(root, name),
  );
  if (folder === undefined || external === undefined || source === undefined || scratch === undefined)
    throw new Error('unreachable');
  for (const one of [folder, external, source, scratch]) mkdirSync(one);
  const database = await openPgliteTestDatabase();
  return {
    root,
    folder,
    external,
    source,
    scratch,
    database,
    backup: (plans, variables = {}, more = {}) =>
      createBackup({
        settings: backupSettings.parse({
          folder,
          external: { folder: external, reference: 'DX-07' },
          plans,
          ...more,
        }),
        read: (name) => variables[name] ?? process.env[name],
        knex: database.knex,
        ownFolder: path.join(database.location.dataDir, 'pglite'),
        clock: () => new Date(),
      }),
    script(name, text) {
      const file = path.join(root, name);
      writeFileSync(file, `#!${process.execPath}\n${text}`, { mode: 0o755 });
      return file;
    },
    runs: async () => database.knex('backup_run').orderBy('started_at'),
    async dispose() {
      await database.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
