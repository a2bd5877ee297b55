/**
 * The engine's store on PGlite. Its statements go through knex's pool of one connection, which is what keeps them
 * out of the middle of somebody's transaction. The lock is the folder's, taken when the database was opened.
 */
import type { Knex } from 'knex';
import { EngineLockLostError } from '../errors';
import { commitStatement } from '../engine-commit';
import type { EngineCommit, EngineStore, StateEntry } from '../port';
import { StateJournal } from '../state-journal';
import { runStatement } from '../statement';

export class PgliteEngineStore implements EngineStore {
  private locked = false;
  private readonly journal = new StateJournal();

  constructor(private readonly knex: Knex) {}

  tryLock(): Promise<boolean> {
    this.locked = true;
    return Promise.resolve(true);
  }

  unlock(): Promise<void> {
    this.locked = false;
    this.journal.forget();
    return Promise.resolve();
  }

  load(): AsyncIterable<StateEntry> {
    return this.journal.load((statement) => runStatement(this.knex, statement));
  }

  async commit({ records, state }: EngineCommit): Promise<void> {
    if (!this.locked) throw new EngineLockLostError('it was never taken or has been given back');
    const statement = commitStatement(records, this.journal.next(state));
    try {
      await runStatement(this.knex, statement);
    } catch (error) {
      this.journal.forget();
      throw error;
    }
  }
}
