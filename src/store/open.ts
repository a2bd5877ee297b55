/** The one way to the database: PostgreSQL where a URL is given, else PGlite under the data folder. */
import type { Logger } from '../kit/logger';
import { openPglite } from './pglite/database';
import type { Database } from './port';
import { openPostgresql } from './postgresql/database';

export interface OpenDatabaseOptions {
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly logger?: Logger | undefined;
}

/**
 * Opens the database; call `migrate()` on it before anything else.
 * Throws `DatabaseInUseError` when another process has the PGlite folder open.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const startedAt = performance.now();
  const database = options.databaseUrl
    ? await openPostgresql(options.databaseUrl)
    : await openPglite(options.dataDir);
  const milliseconds = Math.round(performance.now() - startedAt);
  options.logger?.info({ kind: database.kind, milliseconds }, 'database opened');
  return database;
}
