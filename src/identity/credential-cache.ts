/**
 * Remembers for a short while which name and password went together, so that HTTP Basic does not pay for scrypt on
 * every call. Holds only keyed hashes; a changed password is never served, as the stored hash is part of the key.
 */
import { createHmac, randomBytes } from 'node:crypto';

const LIFETIME_MILLIS = 5 * 60_000;
const MAX_ENTRIES = 500;

export interface Credential {
  readonly name: string;
  readonly password: string;
  readonly storedHash: string;
  /** The address that sent it. */
  readonly caller: string;
}

export class CredentialCache {
  private readonly secret = randomBytes(32);
  private readonly until = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  private digest({ name, password, storedHash, caller }: Credential): string {
    return createHmac('sha256', this.secret)
      .update(JSON.stringify([name, password, storedHash, caller]))
      .digest('base64');
  }

  has(credential: Credential): boolean {
    const until = this.until.get(this.digest(credential));
    return until !== undefined && until > this.now();
  }

  add(credential: Credential): void {
    if (this.until.size >= MAX_ENTRIES) this.until.clear();
    this.until.set(this.digest(credential), this.now() + LIFETIME_MILLIS);
  }
}
