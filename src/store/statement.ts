/** Runs one statement with `$1` parameters on a connection of knex's pool, as `pg` takes it. */
import type { Knex } from 'knex';
import type { Client } from 'pg';

export interface Statement {
  /** Prepared once a connection under this name, when given. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The part of knex's client that hands out pooled connections; knex types it `any`. */
interface ConnectionPool {
  acquireConnection(): Promise<Client>;
  releaseConnection(connection: Client): Promise<void>;
}

/** Resolves with the rows. On PGlite it waits for whoever holds the only connection. */
export async function runStatement(knex: Knex, statement: Statement): Promise<readonly unknown[]> {
  const pool = knex.client as ConnectionPool;
  const connection = await pool.acquireConnection();
  try {
    const result = await connection.query({ ...statement, values: [...statement.values] });
    return result.rows;
  } finally {
    await pool.releaseConnection(connection);
  }
}
