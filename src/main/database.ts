/**
 * Opens the database that the environment names. The entry points do so before they load the rest of the program:
 * PGlite starts in a thread of its own meanwhile.
 */
import type { Logger } from '../kit/logger';
import type { Environment } from '../config/environment';
import { openDatabase } from '../store/open';
import type { Database } from '../store/port';
import { tell } from './run-main';

export function openDatabaseOf(environment: Environment, logger: Logger): Promise<Database> {
  const opening = openDatabase({
    databaseUrl: environment.DATABASE_URL,
    dataDir: environment.dataDir,
    logger,
  });
  // Whoever starts the program hears of a failure; until then nobody listens. A database that is lost later takes the
  // program with it: it could answer nobody.
  opening.then(
    (database) => void database.lost?.then(tell),
    () => undefined,
  );
  return opening;
}
