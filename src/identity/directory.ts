/** Keeping the accounts: who they are, their groups and superior. Passwords are given once and never kept in clear. */
import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError, type FieldError } from '../errors/catalogue';
import { Role, type Account } from './account';
import { findAccount } from './accounts';
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
  /** A new password, to be shown once; the account's sessions end. */
  givePassword(name: string): Promise<string>;
  /** Sessions and tokens end with it; what the account did stays under its name. */
  remove(name: string): Promise<void>;
}

const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 14;

const wrong = (error: FieldError) =>
  new DomainError('FORM_INVALID', 'Le formulaire contient des erreurs. Corrigez les champs indiqués.', {
    errors: [error],
  });

export function createDirectory(knex: Knex, clock: () => Date): Directory {
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
      if ((await findAccount(knex, next)) === null) {
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
    const left = await transaction('account').where({ is_admin: true }).first('name');
    if (left !== undefined) return;
    throw wrong({
      field: 'roles',
      label: 'Rôles',
      message: 'Il faut au moins un administrateur : donnez d’abord ce rôle à un autre compte.',
    });
  }

  return {
    async create(name, entry) {
      await checkSuperior(name, entry.superior);
      await knex.transaction(async (transaction) => {
        const written: unknown[] = await transaction('account')
          .insert({ name, ...columns(entry), created_at: clock() })
          .onConflict('name')
          .ignore()
          .returning('name');
        if (written.length === 0) {
          throw wrong({ field: 'compte', label: 'Compte', message: `Le compte « ${name} » existe déjà.` });
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
      await existing(name);
      const password = Array.from(
        { length: PASSWORD_LENGTH },
        () => alphabet[randomInt(alphabet.length)],
      ).join('');
      const hash = await hashPassword(password);
      await knex.transaction(async (transaction) => {
        await transaction('account').where({ name }).update({ password_hash: hash, is_demo: false });
        await transaction('session').where({ account: name }).delete();
      });
      return password;
    },

    async remove(name) {
      await existing(name);
      await knex.transaction(async (transaction) => {
        await transaction('account').where({ name }).delete();
        await keepAnAdministrator(transaction);
      });
    },
  };
}
