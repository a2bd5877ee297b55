/**
 * The one port to the database. Two adapters: PostgreSQL (pg) and PGlite (in a worker thread); same tests for both.
 * Engine and read model share the database, not tables.
 */
import type { Knex } from 'knex';
import type { EngineRecord } from '../protocol/records';

/** One row of the engine's state, as in a column family: `family` + `key` → JSON. */
export interface StateEntry {
  readonly family: string;
  readonly key: string;
  /** How its value is written, as the engine numbers it. Rows of programs before 0.2.0 told none: 1. */
  readonly format: number;
  /** JSON text; null deletes the row. */
  readonly value: string | null;
  /** Known to be absent before the commit that puts it. */
  readonly isNew?: boolean;
}

/** Everything one batch of commands changed. Written in one transaction: all or nothing. */
export interface EngineCommit {
  readonly records: readonly EngineRecord[];
  readonly state: readonly StateEntry[];
}

export interface EngineStore {
  /**
   * Takes the engine's lock on this database (PostgreSQL: advisory lock on a connection of its own; PGlite: lock
   * file with a live pid). Resolves true when held; false when another process holds it.
   */
  tryLock(): Promise<boolean>;
  unlock(): Promise<void>;
  /** All state rows, in no particular order. To be read after each `tryLock`, before the first commit. */
  load(): AsyncIterable<StateEntry>;
  /** Durable when resolved. Calls are made one after the other. */
  commit(commit: EngineCommit): Promise<void>;
}

/**
 * Who works on what, among all processes on this database: at most one has a claim on a key. What a process holds
 * is free again as soon as it has ended, however it ended.
 */
export interface Claims {
  /** `key`: a decimal number of at most 63 bits. False when somebody has it, this process included. */
  tryClaim(key: string): Promise<boolean>;
  /** Does nothing when the claim is not held (any more). */
  release(key: string): Promise<void>;
}

export interface Database {
  readonly kind: 'postgresql' | 'pglite';
  /** For read model, web and workers. Short transactions only: PGlite has a single connection. */
  /** Resolves when it went away for good while the program runs; one that heals by itself has none. */
  readonly lost?: Promise<Error>;
  readonly knex: Knex;
  readonly engineStore: EngineStore;
  readonly claims: Claims;
  /** Applies pending migrations; refuses a database whose schema is newer than this program. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}
