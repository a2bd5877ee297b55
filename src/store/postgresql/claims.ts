/**
 * Claims as advisory locks of one connection, which all claims of the process share: when the process dies, the server
 * ends the connection and the claims are free. A connection that is lost loses the claims too; the next one opens another.
 * What is asked for while a statement runs goes together in the next one.
 *
 * States: closed → (first claim) connecting → open → (lost) closed; any → (close) ended.
 */
import { Client } from 'pg';
import { z } from 'zod';
import type { Claims } from '../port';

/** A key is claimed or released in a statement, not both: it is held from its asking until its release has ended. */
const statement = `SELECT asked.n::int AS n,
    CASE WHEN asked.claim THEN pg_try_advisory_lock(asked.lock) ELSE pg_advisory_unlock(asked.lock) END AS done
  FROM unnest($1::bigint[], $2::boolean[]) WITH ORDINALITY AS asked(lock, claim, n)`;
const answers = z.array(z.object({ n: z.int(), done: z.boolean() }));

/** Negative numbers: whatever else takes advisory locks on this database takes positive ones. */
const lockOf = (key: string): string => (-BigInt(key)).toString();

interface Asked {
  readonly lock: string;
  readonly claim: boolean;
  answer(done: boolean): void;
  fail(error: unknown): void;
}

export class PostgresqlClaims implements Claims {
  private client: Promise<Client> | undefined;
  private readonly held = new Set<string>();
  private waiting: Asked[] = [];
  private asking = false;

  constructor(private readonly connectionString: string) {}

  async tryClaim(key: string): Promise<boolean> {
    // The server would let its own connection have the lock again.
    if (this.held.has(key)) return false;
    this.held.add(key);
    try {
      const claimed = await this.ask(key, true);
      if (!claimed) this.held.delete(key);
      return claimed;
    } catch (error) {
      this.held.delete(key);
      throw error;
    }
  }

  async release(key: string): Promise<void> {
    if (!this.held.has(key)) return;
    try {
      // Without a connection there is no lock.
      if (this.client !== undefined) await this.ask(key, false);
    } catch {
      // The connection is lost, and the lock with it.
    } finally {
      this.held.delete(key);
    }
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    await client?.end();
  }

  private ask(key: string, claim: boolean): Promise<boolean> {
    const answer = new Promise<boolean>((resolve, reject) => {
      this.waiting.push({ lock: lockOf(key), claim, answer: resolve, fail: reject });
    });
    if (!this.asking) void this.askAll();
    return answer;
  }

  private async askAll(): Promise<void> {
    this.asking = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const done = await this.run(batch);
        batch.forEach(({ answer }, index) => answer(done[index] ?? false));
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.asking = false;
  }

  private async run(batch: readonly Asked[]): Promise<readonly boolean[]> {
    const client = await (this.client ??= this.open());
    const { rows } = await client.query({
      name: 'claims',
      text: statement,
      values: [batch.map(({ lock }) => lock), batch.map(({ claim }) => claim)],
    });
    const done = batch.map(() => false);
    for (const row of answers.parse(rows)) done[row.n - 1] = row.done;
    return done;
  }

  private async open(): Promise<Client> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'logigramme claims',
      keepAlive: true,
    });
    let ended = false;
    const lost = (): void => {
      // A failure is followed by its end, when there may be another connection already.
      if (ended) return;
      ended = true;
      this.client = undefined;
      this.held.clear();
    };
    try {
      await client.connect();
    } catch (error) {
      this.client = undefined;
      throw error;
    }
    client.on('error', lost);
    client.on('end', lost);
    return client;
  }
}
