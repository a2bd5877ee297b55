/** The account of somebody whom an identity provider knows: made at the first sign-in, kept as the provider says. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { DomainError } from '../errors/catalogue';
import { ACCOUNT_NAME } from './account-form';
import type { Role } from './account';
import { type Account } from './account';
import { findAccount, type StoredAccount } from './accounts';
import type { Directory } from './directory';

export interface ExternalPerson {
  readonly issuer: string;
  readonly subject: string;
  /** What the provider calls them when they sign in; null: it does not say. */
  readonly username: string | null;
  readonly displayName: string | null;
  readonly email: string | null;
  /** Null: the provider says nothing about groups; those of the account stay. */
  readonly groups: readonly string[] | null;
}

/** Which group of the provider gives which role; empty: roles are given on the page « Comptes ». */
export type RoleGroups = ReadonlyMap<string, Role>;

const GROUP = /^[a-z0-9][a-z0-9-]{0,59}$/u;
const linked = z.object({ account: z.string() });

const refused = (message: string) => new DomainError('FORBIDDEN', message);

function nameOf({ username, email }: ExternalPerson): string {
  const wanted = (username ?? email?.split('@')[0] ?? '').toLowerCase();
  if (new RegExp(ACCOUNT_NAME).test(wanted)) return wanted;
  throw refused(
    `Le fournisseur d’identité vous nomme « ${wanted} » : un nom en minuscules sans accent, chiffres, points et ` +
      'tirets est attendu (preferred_username). Demandez à son administrateur.',
  );
}

export function createExternalAccounts(parts: {
  readonly knex: Knex;
  readonly directory: Pick<Directory, 'create' | 'change'>;
  readonly roleGroups: RoleGroups;
  readonly clock: () => Date;
}) {
  const { knex, directory, roleGroups, clock } = parts;

  async function linkedAccount({ issuer, subject }: ExternalPerson): Promise<string | null> {
    const row: unknown = await knex('external_identity').where({ issuer, subject }).first('account');
    return row === undefined ? null : linked.parse(row).account;
  }

  function rolesOf(person: ExternalPerson, current: readonly Role[]): readonly Role[] {
    if (roleGroups.size === 0 || person.groups === null) return current;
    return [...new Set(person.groups.flatMap((group) => roleGroups.get(group) ?? []))];
  }

  function entryOf(person: ExternalPerson, name: string, current: Account | null) {
    const groups = person.groups?.filter((group) => GROUP.test(group) && !roleGroups.has(group));
    return {
      displayName: person.displayName ?? current?.displayName ?? name,
      email: person.email ?? current?.email ?? null,
      roles: rolesOf(person, current?.roles ?? []),
      groups: groups ?? current?.groups ?? [],
      superior: current?.superior ?? null,
    };
  }

  /** An account with a password belongs to whoever knows it: its name alone gives it to nobody. */
  function checkUnowned({ account, passwordHash, isDemo }: StoredAccount): void {
    if (passwordHash === null && !isDemo) return;
    throw refused(
      `Le compte « ${account.name} » se connecte par mot de passe : le fournisseur d’identité ne le reprend pas. ` +
        'Demandez à un administrateur.',
    );
  }

  async function link({ issuer, subject }: ExternalPerson, account: string): Promise<void> {
    const written: unknown[] = await knex('external_identity')
      .insert({ issuer, subject, account, linked_at: clock() })
      .onConflict()
      .ignore()
      .returning('account');
    if (written.length === 0) {
      throw refused(
        `Le compte « ${account} » est déjà celui d’une autre personne de ce fournisseur d’identité. Demandez à un administrateur.`,
      );
    }
  }

  return {
    /** @throws DomainError FORBIDDEN when the account is somebody else's or deactivated */
    async signedIn(person: ExternalPerson): Promise<Account> {
      const known = await linkedAccount(person);
      const name = known ?? nameOf(person);
      const stored = await findAccount(knex, name);
      if (stored !== null && stored.deactivatedAt !== null) {
        throw refused(`Le compte « ${name} » est désactivé. Demandez à un administrateur.`);
      }
      if (stored !== null && known === null) {
        checkUnowned(stored);
        await link(person, name);
      }
      const entry = entryOf(person, name, stored?.account ?? null);
      if (stored !== null) return directory.change(name, entry);
      const created = await directory.create(name, entry);
      await link(person, name);
      return created;
    },
  };
}

export type ExternalAccounts = ReturnType<typeof createExternalAccounts>;
