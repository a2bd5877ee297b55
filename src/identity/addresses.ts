/** Where mails to an actor go: « groupe:csdc », « compte:cb-bas ». Addresses themselves stay as they are. */
import type { Knex } from 'knex';
import { z } from 'zod';

const ACTOR = /^(groupe|compte):([a-z0-9][a-z0-9.-]*)$/;

export const isActor = (recipient: string): boolean => ACTOR.test(recipient);

/** Nobody to write to. `message` is a French sentence for people; trying again helps only once it is mended. */
export class NoAddressError extends Error {
  override readonly name = 'NoAddressError';
  readonly retryable = false;
}

export interface Addresses {
  /** At least one. @throws NoAddressError */
  of(recipient: string): Promise<readonly string[]>;
}

export interface AddressesOptions {
  readonly knex: Knex;
  /** The address by which the administration reaches a whole group; null: its members, one by one. */
  readonly sharedAddress: (group: string) => Promise<string | null>;
}

const person = z.object({ name: z.string(), email: z.string().nullable() });

export function createAddresses({ knex, sharedAddress }: AddressesOptions): Addresses {
  async function ofGroup(group: string): Promise<readonly string[]> {
    const shared = await sharedAddress(group);
    if (shared !== null) return [shared];
    const rows: unknown[] = await knex('account')
      .join('account_group', 'account_group.account', 'account.name')
      .where({ group_name: group })
      .whereNull('account.deactivated_at')
      .orderBy('account.name')
      .select('account.name', 'account.email');
    const members = rows.map((row) => person.parse(row));
    const addresses = members.flatMap(({ email }) => (email === null ? [] : [email]));
    if (addresses.length > 0) return [...new Set(addresses)];
    const why =
      members.length === 0
        ? 'aucun compte n’en est membre'
        : `aucun de ses membres (${members.map(({ name }) => name).join(', ')}) n’a d’adresse de courriel`;
    throw new NoAddressError(
      `Le courriel au groupe « ${group} » ne peut pas partir : ${why}. Ajoutez un membre ou une adresse ` +
        '(page « Comptes »), ou une adresse de diffusion (« Référentiels »), puis relancez l’étape.',
    );
  }

  async function ofAccount(name: string): Promise<readonly string[]> {
    const row: unknown = await knex('account')
      .where({ name })
      .whereNull('deactivated_at')
      .first('name', 'email');
    const found = row === undefined ? null : person.parse(row);
    if (found !== null && found.email !== null) return [found.email];
    const why = found === null ? 'ce compte n’existe pas, ou a été désactivé' : 'ce compte n’a pas d’adresse';
    throw new NoAddressError(
      `Le courriel au compte « ${name} » ne peut pas partir : ${why}. Complétez-le (page « Comptes »), ` +
        'puis relancez l’étape.',
    );
  }

  return {
    async of(recipient) {
      const [, kind, name = ''] = ACTOR.exec(recipient) ?? [];
      if (kind === undefined) return [recipient];
      return kind === 'groupe' ? ofGroup(name) : ofAccount(name);
    },
  };
}
