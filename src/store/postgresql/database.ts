/** Opens a PostgreSQL server's database. */
import createKnex from 'knex';
import { migrate } from '../migrate';
import { DatabaseUnreachableError } from '../errors';
import type { Database } from '../port';
import { PostgresqlClaims } from './claims';
import { PostgresqlEngineStore } from './engine-store';

const MAX_CONNECTIONS = 10;

/** Node tries each address of a name: their failures come together, under an empty message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join(', ');
  return error instanceof Error ? error.message : String(error);
}

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
    const reason = reasonOf(error);
    throw new DatabaseUnreachableError(
      `Expected to reach the PostgreSQL at DATABASE_URL, but ${reason === '' ? 'nothing answers there' : reason}. ` +
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
