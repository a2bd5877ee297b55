/**
 * The engine's store on PGlite. Its statements go through knex's pool of one connection, which is what keeps them
 * out of the middle of somebody's transaction. The lock is the folder's, taken when the database was opened.
 */
import type { Knex } from 'knex';
import { EngineLockLostError } from '../errors';
import { commitStatement } from '../engine-commit';
import { loadState } from '../engine-load';
import type { EngineCommit, EngineStore, StateEntry } from '../port';
import { runStatement } from '../statement';

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
    return loadState((statement) => runStatement(this.knex, statement));
  }

  async commit(commit: EngineCommit): Promise<void> {
    if (!this.locked) throw new EngineLockLostError('it was never taken or has been given back');
    await runStatement(this.knex, commitStatement(commit));
  }
}
