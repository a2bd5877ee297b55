/** What can go wrong with the database, beyond a failed statement. The texts say what to do. */
import { StartError, UNAVAILABLE } from '../errors/start-error';

/** Another live process works on the same PGlite folder. */
export class DatabaseInUseError extends StartError {
  override readonly name = 'DatabaseInUseError';
  override readonly exitCode = UNAVAILABLE;
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `Expected to open the database in ${folder} alone, but process ${pid} has it open. ` +
        'Stop that process, choose another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.',
    );
  }
}

/** Nothing answers at DATABASE_URL, or it lets this program not in. */
export class DatabaseUnreachableError extends StartError {
  override readonly name = 'DatabaseUnreachableError';
  override readonly exitCode = UNAVAILABLE;
}

/** The database was migrated by a later version of the program. */
export class UnknownMigrationsError extends StartError {
  override readonly name = 'UnknownMigrationsError';
  constructor(readonly migrations: readonly string[]) {
    super(
      `Expected to know every migration of the database, but it also has ${migrations.join(', ')}: ` +
        'a later version of this program has migrated it. Start that version, or restore a backup made before it.',
    );
  }
}

/** The engine does not, or no longer, hold the lock of the database: it must stop, since another may run. */
export class EngineLockLostError extends Error {
  override readonly name = 'EngineLockLostError';
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `Expected to hold the engine's lock on the database, but ${reason}. ` +
        'Nothing can be written until the lock is taken again and the state loaded anew.',
      options,
    );
  }
}

/** The database went away while the program ran, and cannot come back in this process. */
export class DatabaseLostError extends StartError {
  override readonly name = 'DatabaseLostError';
  /** A fault, not a setting: starting again mends it. */
  override readonly exitCode = 70;
}

/** The worker thread that runs PGlite has ended. */
export class DatabaseClosedError extends Error {
  override readonly name = 'DatabaseClosedError';
}

/** SQLSTATE of a database error, or code of a system error; undefined when there is none. */
export function codeOf(error: unknown): string | undefined {
  // Not `instanceof Error`: system errors of another realm (a test's sandbox) are none.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
