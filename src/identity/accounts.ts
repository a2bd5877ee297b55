/** The account tables: rows in, `Account` out. */
import type { Knex } from 'knex';
import { Role, type Account } from './account';

interface AccountRow {
  readonly name: string;
  readonly display_name: string;
  readonly email: string | null;
  readonly is_admin: boolean;
  readonly is_owner: boolean;
  readonly is_manager: boolean;
  readonly is_demo: boolean;
  readonly password_hash: string | null;
  readonly superior: string | null;
  readonly deactivated_at: Date | null;
}

export interface StoredAccount {
  readonly account: Account;
  readonly passwordHash: string | null;
  readonly isDemo: boolean;
  /** Null: it may sign in. */
  readonly deactivatedAt: Date | null;
}

function toStored(row: AccountRow, groups: readonly string[]): StoredAccount {
  const roles: Role[] = [];
  if (row.is_admin) roles.push(Role.ADMIN);
  if (row.is_owner) roles.push(Role.OWNER);
  if (row.is_manager) roles.push(Role.MANAGER);
  if (roles.length === 0) roles.push(Role.AGENT);
  return {
    account: {
      name: row.name,
      displayName: row.display_name,
      email: row.email,
      roles,
      groups,
      superior: row.superior,
    },
    passwordHash: row.password_hash,
    isDemo: row.is_demo,
    deactivatedAt: row.deactivated_at,
  };
}

export async function findAccount(knex: Knex, name: string): Promise<StoredAccount | null> {
  const row: (AccountRow & { readonly groups: readonly string[] }) | undefined = await knex('account')
    .where({ name })
    .select('account.*')
    // Nobody decides who is no longer there.
    .select(
      knex.raw(
        '(SELECT name FROM account above WHERE above.name = account.superior AND above.deactivated_at IS NULL) AS superior',
      ),
      knex.raw(
        'ARRAY(SELECT group_name FROM account_group WHERE account = account.name ORDER BY group_name) AS groups',
      ),
    )
    .first();
  return row === undefined ? null : toStored(row, row.groups);
}

export async function allAccounts(knex: Knex): Promise<readonly StoredAccount[]> {
  const [rows, memberships] = await Promise.all([
    knex<AccountRow>('account').orderBy('name'),
    knex<{ account: string; group_name: string }>('account_group').orderBy('group_name'),
  ]);
  const active = new Set(rows.filter((row) => row.deactivated_at === null).map((row) => row.name));
  return rows.map((row) =>
    toStored(
      { ...row, superior: row.superior !== null && active.has(row.superior) ? row.superior : null },
      memberships
        .filter((membership) => membership.account === row.name)
        .map((membership) => membership.group_name),
    ),
  );
}

/** Names of the accounts that have the address, without regard to case. */
export async function accountsWithMail(knex: Knex, mail: string): Promise<readonly string[]> {
  const names: unknown[] = await knex('account')
    .whereNull('deactivated_at')
    .whereRaw('lower(email) = lower(?)', [mail])
    .pluck('name');
  return names.map(String);
}

export interface NewAccount {
  readonly name: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly isDemo: boolean;
  readonly passwordHash: string | null;
}

/** Adds the accounts that do not exist yet, in one transaction. */
export async function insertAccounts(knex: Knex, accounts: readonly NewAccount[], at: Date): Promise<void> {
  if (accounts.length === 0) return;
  const rows = accounts.map((account) => ({
    name: account.name,
    display_name: account.displayName,
    email: account.email,
    is_admin: account.roles.includes(Role.ADMIN),
    is_owner: account.roles.includes(Role.OWNER),
    is_manager: account.roles.includes(Role.MANAGER),
    is_demo: account.isDemo,
    password_hash: account.passwordHash,
    created_at: at,
  }));
  const memberships = accounts.flatMap((account) =>
    account.groups.map((group) => ({ account: account.name, group_name: group })),
  );
  await knex.transaction(async (transaction) => {
    await transaction('account').insert(rows).onConflict('name').ignore();
    if (memberships.length > 0) {
      await transaction('account_group').insert(memberships).onConflict(['account', 'group_name']).ignore();
    }
  });
}
