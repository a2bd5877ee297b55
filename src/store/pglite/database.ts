/** Opens the embedded database: a PostgreSQL in WebAssembly, in a worker thread, under the data folder. */
import path from 'node:path';
import createKnex, { type Knex } from 'knex';
import { migrate } from '../migrate';
import type { Database } from '../port';
import { createProcessClaims } from '../process-claims';
import { inDataFolder, prepareDataFolder } from './data-folder';
import { PgliteEngineStore } from './engine-store';
import { lockFolder } from './folder-lock';
import { PgliteHost } from './host';
import { startMaintenance } from './maintenance';
import { PgliteStream } from './stream';

/** The cluster's folder under the data folder. */
export const PGLITE_FOLDER = 'pglite';

function knexOn(host: PgliteHost): Knex {
  const connection = {
    stream: () => new PgliteStream(host),
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
  };
  return createKnex({
    client: 'pg',
    connection: connection as unknown as Knex.PgConnectionConfig,
    pool: { min: 1, max: 1 },
  });
}

/** @throws OpenFolderError, DataFolderError; DatabaseInUseError when another process has the folder open */
export async function openPglite(dataDir: string): Promise<Database> {
  const folder = path.join(dataDir, PGLITE_FOLDER);
  // At once: the thread starts while the program that called is still being loaded.
  prepareDataFolder(dataDir);
  const lock = inDataFolder(dataDir, () => lockFolder(folder));
  const host = await PgliteHost.start(folder).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const knex = knexOn(host);
  const stopMaintenance = startMaintenance(knex);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await stopMaintenance();
    await knex.destroy();
    await host.close();
    lock.release();
  };
  return {
    kind: 'pglite',
    lost: host.lost,
    knex,
    engineStore: new PgliteEngineStore(knex),
    claims: createProcessClaims(),
    migrate: () => migrate(knex),
    close: () => (closing ??= close()),
  };
}
