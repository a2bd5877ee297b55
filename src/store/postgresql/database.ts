/** Opens a PostgreSQL server's database. */
import createKnex from 'knex';
import { migrate } from '../migrate';
import type { Database } from '../port';
import { PostgresqlClaims } from './claims';
import { PostgresqlEngineStore } from './engine-store';

const MAX_CONNECTIONS = 10;

export async function openPostgresql(databaseUrl: string): Promise<Database> {
  const knex = createKnex({
    client: 'pg',
    connection: { connectionString: databaseUrl, application_name: 'logigramme' },
    pool: { min: 0, max: MAX_CONNECTIONS },
  });
  try {
    await knex.raw('SELECT 1');
  } catch (error) {
    await knex.destroy();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Expected to reach the PostgreSQL at DATABASE_URL, but ${reason}. ` +
        'Check its host, port, user, password and database, and that the server runs.',
      { cause: error },
    );
  }
  const engineStore = new PostgresqlEngineStore(databaseUrl);
  const claims = new PostgresqlClaims(databaseUrl);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await engineStore.unlock();
    await claims.close();
    await knex.destroy();
  };
  return {
    kind: 'postgresql',
    knex,
    engineStore,
    claims,
    migrate: () => migrate(knex),
    close: () => (closing ??= close()),
  };
}
