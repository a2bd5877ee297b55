/** Accounts and sessions. */
import type { Knex } from 'knex';
import type { Account } from './account';
import { allAccounts, findAccount, type StoredAccount } from './accounts';
import { ApiTokens, type ApiTokenView } from './api-tokens';
import { SignInLimits, type AttemptLimits } from './attempts';
import { CredentialCache } from './credential-cache';
import { demoAllowed, ensureDemoAccounts, type DemoEnvironment, type DemoOutcome } from './demo';
import { impossibleHash, verifyPassword } from './password';
import { Sessions } from './sessions';

export interface OpenSession {
  /** Random, for the cookie; only its hash is stored. */
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Identity {
  /** True when demo accounts may sign in. */
  readonly demo: boolean;
  /**
   * The account, or null. Takes as long for an unknown name as for a wrong password.
   * `caller` (an address) counts failures: throws `DomainError` TOO_MANY_ATTEMPTS after too many.
   */
  authenticate(name: string, password: string, caller?: string): Promise<Account | null>;
  account(name: string): Promise<Account | null>;
  accounts(): Promise<readonly Account[]>;
  /** Those that may no longer sign in. */
  deactivated(): Promise<readonly Account[]>;
  /** `idToken`: of the identity provider that let the account in. */
  openSession(accountName: string, idToken?: string | null): Promise<OpenSession>;
  /** The session's account, or null when unknown or expired. Using a session prolongs it. */
  sessionAccount(token: string): Promise<Account | null>;
  /** The ID token that it was opened with, or null. */
  closeSession(token: string): Promise<string | null>;
  /** The account of a personal bearer token, or null. */
  tokenAccount(token: string): Promise<Account | null>;
  createToken(
    accountName: string,
    label: string,
    days: number,
  ): Promise<ApiTokenView & { readonly token: string }>;
  tokens(accountName: string): Promise<readonly ApiTokenView[]>;
  /** False when the account has no such token. */
  revokeToken(accountName: string, id: string): Promise<boolean>;
}

export interface IdentityOptions {
  readonly knex: Knex;
  readonly demo: boolean;
  readonly now?: () => number;
  readonly limits?: Partial<AttemptLimits>;
}

export function createIdentity({ knex, demo, now = Date.now, limits }: IdentityOptions): Identity {
  const sessions = new Sessions(knex, now);
  const tokens = new ApiTokens(knex, now);
  const cache = new CredentialCache(now);
  const attempts = new SignInLimits(now, limits);

  const visible = (stored: StoredAccount | null): Account | null =>
    stored && stored.deactivatedAt === null && (demo || !stored.isDemo) ? stored.account : null;
  const account = async (name: string) => visible(await findAccount(knex, name));
  const accountOf = async (name: string | null) => (name === null ? null : account(name));

  /** A password that was right elsewhere is verified anew: nobody learns from the time it takes. */
  async function verify(name: string, password: string, caller = ''): Promise<Account | null> {
    const stored = await findAccount(knex, name);
    const found = visible(stored);
    const hash = (found && stored?.passwordHash) || impossibleHash;
    const credential = { name, password, storedHash: hash, caller };
    if (found && cache.has(credential)) return found;
    const right = await verifyPassword(password, hash);
    if (!right || !found) return null;
    cache.add(credential);
    return found;
  }

  return {
    demo,
    async authenticate(name, password, caller) {
      if (caller === undefined) return verify(name, password);
      return attempts.attempt(caller, name, () => verify(name, password, caller));
    },
    account,
    accounts: async () =>
      (await allAccounts(knex)).map(visible).filter((candidate): candidate is Account => candidate !== null),
    deactivated: async () =>
      (await allAccounts(knex)).filter((one) => one.deactivatedAt !== null).map((one) => one.account),
    openSession: (accountName, idToken) => sessions.open(accountName, idToken),
    sessionAccount: async (token) => accountOf(await sessions.use(token)),
    closeSession: (token) => sessions.close(token),
    tokenAccount: async (token) => accountOf(await tokens.use(token)),
    createToken: (accountName, label, days) => tokens.create(accountName, label, days),
    tokens: (accountName) => tokens.list(accountName),
    revokeToken: (accountName, id) => tokens.revoke(accountName, id),
  };
}

export interface PreparedIdentity {
  readonly identity: Identity;
  /** Null when demo accounts are not allowed. */
  readonly demo: DemoOutcome | null;
  /** True when nobody can sign in yet: `npm run admin` makes the first account. */
  readonly needsAdministrator: boolean;
}

/**
 * Identity at program start: decides about demo accounts and creates the missing ones.
 * `groups`: candidate groups of the procedures, each gets a demo account.
 * Throws `IdentityConfigurationError` when it is not said who may sign in.
 */
export async function prepareIdentity(options: {
  readonly knex: Knex;
  readonly environment: DemoEnvironment;
  readonly groups?: readonly string[];
  readonly now?: () => number;
  readonly limits?: Partial<AttemptLimits>;
}): Promise<PreparedIdentity> {
  const { knex, environment, groups = [], now = Date.now, limits } = options;
  const allowed = demoAllowed(environment);
  const demo = allowed
    ? await ensureDemoAccounts(knex, { password: environment.DEMO_PASSWORD, groups, at: new Date(now()) })
    : null;
  const identity = createIdentity({ knex, demo: allowed, now, limits });
  const needsAdministrator =
    environment.OIDC_ISSUER === undefined && (await identity.accounts()).length === 0;
  return { identity, demo, needsAdministrator };
}
