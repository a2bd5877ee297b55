/**
 * The engine's store on PostgreSQL, on a connection of its own that also holds the advisory lock. While the lock is
 * held nobody else's engine can write; when the connection is lost the lock is too, so every later commit fails.
 *
 * States: unlocked → (tryLock) locked → (unlock | connection lost) unlocked.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { z } from 'zod';
import { commitStatement } from '../engine-commit';
import { EngineLockLostError } from '../errors';
import type { EngineCommit, EngineStore, StateEntry } from '../port';
import { StateJournal } from '../state-journal';
import type { Statement } from '../statement';

/** Advisory lock of the engine in its database: an arbitrary, fixed number. */
const ENGINE_LOCK = '4993010267734961';

/** A server that does not answer within it is taken for lost: the lock tells whether it is still at work. */
const CONNECT_MILLIS = 10_000;
const QUERY_MILLIS = 30_000;
/** A server that does not say goodbye within it is left without. */
const END_MILLIS = 2_000;

const lockRow = z.tuple([z.object({ locked: z.boolean() })]);

async function ended(client: Client): Promise<void> {
  const late = new AbortController();
  await Promise.race([
    client.end().catch(() => undefined),
    delay(END_MILLIS, undefined, { signal: late.signal, ref: false }).catch(() => undefined),
  ]);
  late.abort();
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

export class PostgresqlEngineStore implements EngineStore {
  private client: Client | undefined;
  private lostBecause: Error | undefined;
  private readonly journal = new StateJournal();

  constructor(private readonly connectionString: string) {}

  async tryLock(): Promise<boolean> {
    if (this.client) return true;
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'logigramme engine',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MILLIS,
      query_timeout: QUERY_MILLIS,
    });
    client.on('error', (error) => {
      this.lose(client, error);
    });
    client.on('end', () => {
      this.lose(client, new Error('the connection has ended'));
    });
    let locked = false;
    try {
      await client.connect();
      // Its server ends it when this machine has gone, so that the lock becomes free.
      await client.query(
        'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3',
      );
      const result = await client.query('SELECT pg_try_advisory_lock($1) AS locked', [ENGINE_LOCK]);
      locked = lockRow.parse(result.rows)[0].locked;
    } finally {
      if (!locked) void client.end().catch(() => undefined);
    }
    if (!locked) return false;
    this.client = client;
    this.lostBecause = undefined;
    return true;
  }

  async unlock(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.journal.forget();
    if (client !== undefined) await ended(client);
  }

  load(): AsyncIterable<StateEntry> {
    return this.journal.load((statement) => this.run(statement));
  }

  async commit({ records, state }: EngineCommit): Promise<void> {
    if (!this.client) throw this.lockError();
    const statement = commitStatement(records, this.journal.next(state));
    try {
      await this.run(statement);
    } catch (error) {
      this.journal.forget();
      throw error;
    }
  }

  private async run(statement: Statement): Promise<readonly unknown[]> {
    const client = this.client;
    if (!client) throw this.lockError();
    try {
      const result = await client.query({ ...statement, values: [...statement.values] });
      return result.rows;
    } catch (error) {
      // The server says why it ends a connection before it ends it.
      if (!(error instanceof DatabaseError) || error.severity === 'FATAL') this.lose(client, asError(error));
      if (this.client !== client) throw this.lockError(error);
      throw error;
    }
  }

  private lose(client: Client, reason: Error): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.lostBecause = reason;
    void client.end().catch(() => undefined);
  }

  private lockError(cause?: unknown): EngineLockLostError {
    const reason = this.lostBecause
      ? `its connection was lost (${this.lostBecause.message})`
      : 'it was never taken or has been given back';
    return new EngineLockLostError(reason, { cause: cause ?? this.lostBecause });
  }
}
