/** Cookie sessions. Only the hash of the token is stored: a copy of the table signs nobody in. */
import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

const minute = 60_000;
/** A session ends this long after its last use. */
export const SESSION_IDLE_MILLIS = 8 * 60 * minute;
/** And this long after sign-in, however much it is used. */
const SESSION_MAX_MILLIS = 7 * 24 * 60 * minute;
/** Prolonged at most this often, so that reading a page is not a write. */
const PROLONG_EVERY_MILLIS = 10 * minute;

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
export const randomToken = (): string => randomBytes(32).toString('base64url');

interface SessionRow {
  readonly account: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly token_hash: string;
  readonly id_token: string | null;
}

export class Sessions {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  /** `idToken`: of the identity provider that let the account in. */
  async open(account: string, idToken: string | null = null): Promise<{ token: string; expiresAt: Date }> {
    const token = randomToken();
    const at = this.now();
    const expiresAt = new Date(at + SESSION_IDLE_MILLIS);
    await this.knex('session').where('expires_at', '<', new Date(at)).delete();
    await this.knex('session').insert({
      token_hash: hashToken(token),
      account,
      created_at: new Date(at),
      expires_at: expiresAt,
      id_token: idToken,
    });
    return { token, expiresAt };
  }

  /** The name of the session's account, or null. */
  async use(token: string): Promise<string | null> {
    const tokenHash = hashToken(token);
    const row = await this.knex<SessionRow>('session').where('token_hash', tokenHash).first();
    const at = this.now();
    if (!row || row.expires_at.getTime() <= at) return null;
    const until = Math.min(at + SESSION_IDLE_MILLIS, row.created_at.getTime() + SESSION_MAX_MILLIS);
    if (until - row.expires_at.getTime() > PROLONG_EVERY_MILLIS) {
      await this.knex('session')
        .where('token_hash', tokenHash)
        .update({ expires_at: new Date(until) });
    }
    return row.account;
  }

  /** The ID token that it was opened with, or null. */
  async close(token: string): Promise<string | null> {
    const [closed] = await this.knex<SessionRow>('session')
      .where('token_hash', hashToken(token))
      .delete()
      .returning('id_token');
    return closed?.id_token ?? null;
  }
}
