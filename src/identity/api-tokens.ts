/** Personal bearer tokens for programs that call the API in someone's name. */
import type { Knex } from 'knex';
import { hashToken, randomToken } from './sessions';

const PREFIX = 'lgt_';
const day = 24 * 60 * 60_000;

export interface ApiTokenView {
  readonly id: string;
  readonly label: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

interface TokenRow {
  readonly id: string;
  readonly label: string;
  readonly account: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const toView = (row: TokenRow): ApiTokenView => ({
  id: row.id,
  label: row.label,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});

export class ApiTokens {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  /** `token` is shown once; afterwards only its hash remains. */
  async create(
    account: string,
    label: string,
    days: number,
  ): Promise<ApiTokenView & { readonly token: string }> {
    const token = PREFIX + randomToken();
    const row: TokenRow = {
      id: randomToken().slice(0, 12),
      label,
      account,
      created_at: new Date(this.now()),
      expires_at: new Date(this.now() + days * day),
    };
    await this.knex('api_token').insert({ ...row, token_hash: hashToken(token) });
    return { ...toView(row), token };
  }

  async list(account: string): Promise<readonly ApiTokenView[]> {
    const rows = await this.knex<TokenRow>('api_token').where({ account }).orderBy('created_at');
    return rows.map(toView);
  }

  /** False when the account has no such token. */
  async revoke(account: string, id: string): Promise<boolean> {
    return (await this.knex('api_token').where({ account, id }).delete()) > 0;
  }

  /** The name of the token's account, or null. */
  async use(token: string): Promise<string | null> {
    if (!token.startsWith(PREFIX)) return null;
    const row = await this.knex<TokenRow>('api_token').where('token_hash', hashToken(token)).first();
    return row && row.expires_at.getTime() > this.now() ? row.account : null;
  }
}
