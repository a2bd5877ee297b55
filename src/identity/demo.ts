/** Whether demo accounts are allowed, and their creation at first start. */
import { StartError } from '../errors/start-error';
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Environment } from '../config/environment';
import { isLoopback } from '../config/loopback';
import { allAccounts, insertAccounts } from './accounts';
import { demoAccounts } from './demo-accounts';
import { hashPassword, verifyPassword } from './password';

export class IdentityConfigurationError extends StartError {
  override readonly name = 'IdentityConfigurationError';
}

export type DemoEnvironment = Pick<
  Environment,
  'DEMO' | 'DEMO_PASSWORD' | 'HOST' | 'OIDC_ISSUER' | 'DATABASE_URL' | 'PUBLIC_URL'
>;

/**
 * True when demo accounts may sign in. Throws `IdentityConfigurationError` when it is not said who may: no single
 * sign-on, and the server is reachable from elsewhere without DEMO having been set.
 */
export function demoAllowed(environment: DemoEnvironment): boolean {
  if (environment.DEMO !== undefined) return environment.DEMO;
  const { OIDC_ISSUER, DATABASE_URL, PUBLIC_URL } = environment;
  // A database or an address of its own: a service, no trial.
  if ([OIDC_ISSUER, DATABASE_URL, PUBLIC_URL].some((one) => one !== undefined)) return false;
  if (isLoopback(environment.HOST)) return true;
  throw new IdentityConfigurationError(
    `Expected an identity provider (OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET) because HOST is ${environment.HOST}, ` +
      'which other machines can reach, but none is configured. Configure it, listen on 127.0.0.1, ' +
      'say that there are accounts of your own with DEMO=false (the first: npm run admin), ' +
      'or accept demo accounts on this network with DEMO=true (and choose DEMO_PASSWORD).',
  );
}

export interface DemoOutcome {
  readonly accounts: readonly { readonly name: string; readonly displayName: string }[];
  /** To print once: the password just chosen at random. Null when it was set by DEMO_PASSWORD or at an earlier start. */
  readonly newPassword: string | null;
}

/** 12 letters and digits that are hard to confuse. */
function randomPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  return [...randomBytes(12)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** All demo accounts have one password, so one hash. */
async function demoHash(
  existing: string | null,
  wanted: string | undefined,
): Promise<{ hash: string; newPassword: string | null }> {
  if (wanted !== undefined) {
    const kept = existing !== null && (await verifyPassword(wanted, existing)) ? existing : null;
    return { hash: kept ?? (await hashPassword(wanted)), newPassword: null };
  }
  if (existing !== null) return { hash: existing, newPassword: null };
  const newPassword = randomPassword();
  return { hash: await hashPassword(newPassword), newPassword };
}

/** Creates the demo accounts that are missing and, when DEMO_PASSWORD is set, gives them that password. */
export async function ensureDemoAccounts(
  knex: Knex,
  options: { readonly password: string | undefined; readonly groups: readonly string[]; readonly at: Date },
): Promise<DemoOutcome> {
  const present = (await allAccounts(knex)).filter((stored) => stored.isDemo);
  const existing = present.find((stored) => stored.passwordHash !== null)?.passwordHash ?? null;
  const { hash, newPassword } = await demoHash(existing, options.password);
  if (existing !== null && hash !== existing) {
    await knex('account').where({ is_demo: true }).update({ password_hash: hash });
  }
  const wanted = demoAccounts(options.groups);
  const names = new Set(present.map((stored) => stored.account.name));
  await insertAccounts(
    knex,
    wanted
      .filter((account) => !names.has(account.name))
      .map((account) => ({
        ...account,
        email: `${account.name}@demo.example`,
        isDemo: true,
        passwordHash: hash,
      })),
    options.at,
  );
  // Those that an administrator took away stay away.
  const gone = new Set(present.filter((one) => one.deactivatedAt !== null).map((one) => one.account.name));
  const accounts = wanted.filter(({ name }) => !gone.has(name));
  return { accounts: accounts.map(({ name, displayName }) => ({ name, displayName })), newPassword };
}
