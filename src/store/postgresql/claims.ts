/**
 * Claims as advisory locks of one connection, which all claims of the process share: when the process dies, the server
 * ends the connection and the claims are free. A connection that is lost loses the claims too; the next one opens another.
 *
 * States: closed → (first claim) connecting → open → (lost) closed; any → (close) ended.
 */
import { Client } from 'pg';
import { z } from 'zod';
import type { Claims } from '../port';

const lockRow = z.tuple([z.object({ locked: z.boolean() })]);

/** Negative numbers: whatever else takes advisory locks on this database takes positive ones. */
const lockOf = (key: string): string => (-BigInt(key)).toString();

export class PostgresqlClaims implements Claims {
  private client: Promise<Client> | undefined;
  private readonly held = new Set<string>();
  /** A connection takes one statement at a time. */
  private before: Promise<unknown> = Promise.resolve();

  constructor(private readonly connectionString: string) {}

  async tryClaim(key: string): Promise<boolean> {
    // The server would let its own connection have the lock again.
    if (this.held.has(key)) return false;
    this.held.add(key);
    try {
      const client = await (this.client ??= this.open());
      const rows = await this.run(client, 'SELECT pg_try_advisory_lock($1) AS locked', key);
      const { locked } = lockRow.parse(rows)[0];
      if (!locked) this.held.delete(key);
      return locked;
    } catch (error) {
      this.held.delete(key);
      throw error;
    }
  }

  async release(key: string): Promise<void> {
    if (!this.held.has(key)) return;
    try {
      const client = await this.client;
      if (client !== undefined) await this.run(client, 'SELECT pg_advisory_unlock($1)', key);
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

  private run(client: Client, text: string, key: string): Promise<readonly unknown[]> {
    const answer = this.before.then(() => client.query({ text, values: [lockOf(key)], name: text }));
    this.before = answer.catch(() => undefined);
    return answer.then(({ rows }) => rows as readonly unknown[]);
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
