/** Keeping the accounts: who they are, their groups and superior. Passwords are given once and never kept in clear. */
import type { Knex } from 'knex';
import { DomainError, type FieldError } from '../errors/catalogue';
import { Role, type Account } from './account';
import { findAccount } from './accounts';
import { randomPassword } from './new-password';
import { hashPassword } from './password';

export interface AccountEntry {
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly superior: string | null;
}

/** All throw `DomainError`: NOT_FOUND, FORM_INVALID. */
export interface Directory {
  create(name: string, entry: AccountEntry): Promise<Account>;
  change(name: string, entry: AccountEntry): Promise<Account>;
  /** A new password, to be shown once; the account's sessions and tokens end. */
  givePassword(name: string): Promise<string>;
  /** The same with a password that somebody chose. */
  setPassword(name: string, password: string): Promise<void>;
  /**
   * Nobody signs in with it any more; sessions and tokens end, tasks that it had taken go back to their groups. What it
   * did stays under its name, which nobody else gets.
   */
  deactivate(name: string, by: string): Promise<void>;
  reactivate(name: string): Promise<void>;
}

const wrong = (error: FieldError) =>
  new DomainError('FORM_INVALID', 'Le formulaire contient des erreurs. Corrigez les champs indiqués.', {
    errors: [error],
  });

/** Gives back what the account had taken; runs in the transaction that deactivates it. */
export type ReleaseTasks = (transaction: Knex, account: string) => Promise<void>;

export function createDirectory(
  knex: Knex,
  clock: () => Date,
  releaseTasks: ReleaseTasks = () => Promise.resolve(),
): Directory {
  async function existing(name: string): Promise<Account> {
    const found = await findAccount(knex, name);
    if (found !== null) return found.account;
    throw new DomainError('NOT_FOUND', `Aucun compte ne s’appelle « ${name} ».`);
  }

  /** A chain of superiors ends. */
  async function checkSuperior(name: string, superior: string | null): Promise<void> {
    const field = { field: 'superieur', label: 'Supérieur hiérarchique (N+1)' };
    for (
      let next = superior;
      next !== null;
      next = (await findAccount(knex, next))?.account.superior ?? null
    ) {
      if (next === name) {
        throw wrong({
          ...field,
          message: 'Une personne ne peut pas être, même indirectement, son propre supérieur.',
        });
      }
      const found = await findAccount(knex, next);
      if (found === null || (next === superior && found.deactivatedAt !== null)) {
        throw wrong({ ...field, message: `Aucun compte ne s’appelle « ${next} ».` });
      }
    }
  }

  const columns = ({ displayName, email, roles, superior }: AccountEntry) => ({
    display_name: displayName,
    email,
    is_admin: roles.includes(Role.ADMIN),
    is_owner: roles.includes(Role.OWNER),
    is_manager: roles.includes(Role.MANAGER),
    superior,
  });

  async function setGroups(transaction: Knex, name: string, groups: readonly string[]): Promise<void> {
    await transaction('account_group').where({ account: name }).delete();
    const rows = [...new Set(groups)].map((group) => ({ account: name, group_name: group }));
    if (rows.length > 0) await transaction('account_group').insert(rows);
  }

  async function keepAnAdministrator(transaction: Knex): Promise<void> {
    const left = await transaction('account')
      .where({ is_admin: true })
      .whereNull('deactivated_at')
      .first('name');
    if (left !== undefined) return;
    throw wrong({
      field: 'roles',
      label: 'Rôles',
      message: 'Il faut au moins un administrateur : donnez d’abord ce rôle à un autre compte.',
    });
  }

  async function endAccess(transaction: Knex, name: string): Promise<void> {
    await transaction('session').where({ account: name }).delete();
    await transaction('api_token').where({ account: name }).delete();
  }

  async function setPassword(name: string, password: string): Promise<void> {
    await existing(name);
    const hash = await hashPassword(password);
    await knex.transaction(async (transaction) => {
      await transaction('account').where({ name }).update({ password_hash: hash, is_demo: false });
      await endAccess(transaction, name);
    });
  }

  /** A name that started cases belongs to whoever started them, even where its account is gone. */
  async function refuseUsedName(name: string): Promise<void> {
    const used: unknown = await knex('case_number').where({ account: name }).first('number');
    if (used === undefined) return;
    throw wrong({
      field: 'compte',
      label: 'Compte',
      message: `« ${name} » a déjà servi : des dossiers portent ce nom. Choisissez-en un autre.`,
    });
  }

  return {
    async create(name, entry) {
      if ((await findAccount(knex, name)) === null) await refuseUsedName(name);
      await checkSuperior(name, entry.superior);
      await knex.transaction(async (transaction) => {
        const written: unknown[] = await transaction('account')
          .insert({ name, ...columns(entry), created_at: clock() })
          .onConflict('name')
          .ignore()
          .returning('name');
        if (written.length === 0) {
          throw wrong({
            field: 'compte',
            label: 'Compte',
            message: `Le compte « ${name} » existe déjà, ou a existé : son nom ne sert plus à personne d’autre.`,
          });
        }
        await setGroups(transaction, name, entry.groups);
      });
      return existing(name);
    },

    async change(name, entry) {
      await existing(name);
      await checkSuperior(name, entry.superior);
      await knex.transaction(async (transaction) => {
        await transaction('account').where({ name }).update(columns(entry));
        await setGroups(transaction, name, entry.groups);
        await keepAnAdministrator(transaction);
      });
      return existing(name);
    },

    async givePassword(name) {
      const password = randomPassword();
      await setPassword(name, password);
      return password;
    },

    setPassword,

    async deactivate(name, by) {
      await existing(name);
      await knex.transaction(async (transaction) => {
        await transaction('account').where({ name }).update({ deactivated_at: clock(), deactivated_by: by });
        await endAccess(transaction, name);
        await releaseTasks(transaction, name);
        await keepAnAdministrator(transaction);
      });
    },

    async reactivate(name) {
      await existing(name);
      await knex('account').where({ name }).update({ deactivated_at: null, deactivated_by: null });
    },
  };
}
