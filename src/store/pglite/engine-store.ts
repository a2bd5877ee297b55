/**
 * The engine's store on PGlite. Its statements go through knex's pool of one connection, which is what keeps them
 * out of the middle of somebody's transaction. The lock is the folder's, taken when the database was opened.
 */
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { EngineLockLostError } from '../errors';
import { commitStatement, type Statement } from '../engine-commit';
import { loadState } from '../engine-load';
import type { EngineCommit, EngineStore, StateEntry } from '../port';

/** The part of knex's client that hands out pooled connections; knex types it `any`. */
interface ConnectionPool {
  acquireConnection(): Promise<Client>;
  releaseConnection(connection: Client): Promise<void>;
}

export class PgliteEngineStore implements EngineStore {
  private locked = false;

  constructor(private readonly knex: Knex) {}

  tryLock(): Promise<boolean> {
    this.locked = true;
    return Promise.resolve(true);
  }

  unlock(): Promise<void> {
    this.locked = false;
    return Promise.resolve();
  }

  load(): AsyncIterable<StateEntry> {
    return loadState((statement) => this.run(statement));
  }

  async commit(commit: EngineCommit): Promise<void> {
    if (!this.locked) throw new EngineLockLostError('it was never taken or has been given back');
    await this.run(commitStatement(commit));
  }

  private async run(statement: Statement): Promise<readonly unknown[]> {
    const pool = this.knex.client as ConnectionPool;
    const connection = await pool.acquireConnection();
    try {
      const result = await connection.query({ ...statement, values: [...statement.values] });
      return result.rows;
    } finally {
      await pool.releaseConnection(connection);
    }
  }
}
