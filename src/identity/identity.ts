/** Accounts and sessions. */
import type { Account } from './account';

export interface OpenSession {
  /** Random, for the cookie; only its hash is stored. */
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Identity {
  /** The account, or null. Takes as long for an unknown name as for a wrong password. */
  authenticate(name: string, password: string): Promise<Account | null>;
  account(name: string): Promise<Account | null>;
  accounts(): Promise<readonly Account[]>;
  openSession(accountName: string): Promise<OpenSession>;
  /** The session's account, or null when unknown or expired. Using a session prolongs it. */
  sessionAccount(token: string): Promise<Account | null>;
  closeSession(token: string): Promise<void>;
}
