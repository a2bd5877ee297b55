/** An engine store in memory that can refuse to commit. Shared rows stand for one database. */
import type { EngineRecord } from '../../src/protocol/records';
import type { EngineCommit, EngineStore, StateEntry } from '../../src/store/port';

export class MemoryDatabase {
  readonly rows = new Map<string, StateEntry>();
  readonly records: EngineRecord[] = [];
  lockedBy: MemoryEngineStore | undefined;
}

export class MemoryEngineStore implements EngineStore {
  commits = 0;
  /** Commits wait for it. */
  gate: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  constructor(private readonly database = new MemoryDatabase()) {}

  tryLock(): Promise<boolean> {
    this.database.lockedBy ??= this;
    return Promise.resolve(this.database.lockedBy === this);
  }

  unlock(): Promise<void> {
    if (this.database.lockedBy === this) this.database.lockedBy = undefined;
    return Promise.resolve();
  }

  async *load(): AsyncIterable<StateEntry> {
    await Promise.resolve();
    yield* [...this.database.rows.values()];
  }

  async commit({ records, state }: EngineCommit): Promise<void> {
    await this.gate;
    if (this.failure !== undefined) throw this.failure;
    this.commits += 1;
    this.database.records.push(...records);
    for (const entry of state) {
      const name = JSON.stringify([entry.family, entry.key]);
      if (entry.value === null) this.database.rows.delete(name);
      else this.database.rows.set(name, entry);
    }
  }
}
