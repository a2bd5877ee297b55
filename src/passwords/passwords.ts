/**
 * Default passwords of the accounts that jobs make. One a job: PREPARED before the account gets it, so that a job tried
 * again gives the same; READY once the account has it; shown once, then erased. See docs/adr/0016.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import { generatePassword, type PasswordRules } from './generate';
import { createRenewal, type ResetPassword } from './renewal';
import {
  note,
  PasswordEvent,
  PasswordState,
  readRow,
  readRows,
  type PasswordConnector,
  type PasswordRow,
} from './rows';
import { PasswordsConfigurationError, seal, unseal } from './seal';

export interface PasswordRequest {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  /** Number of the case. */
  readonly reference: string;
  /** French: what the account opens. */
  readonly system: string;
  readonly connector: PasswordConnector;
  /** Display name of whose account it is. */
  readonly person: string;
  /** Mail of whom the password concerns. */
  readonly mail: string | undefined;
  /** Who hands it over when that person has no account of this program. */
  readonly groups: readonly string[];
}

/** Somebody who is signed in. */
export interface Viewer {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface PasswordView {
  readonly id: string;
  readonly reference: string;
  readonly system: string;
  readonly account: string;
  readonly person: string;
  readonly state: PasswordState;
  readonly expiresAt: Date;
  readonly shownAt: Date | null;
  /** Name of an account of this program. */
  readonly shownTo: string | null;
}

export interface DefaultPasswords {
  /** The job's password; null: it was handed on already, so the account has it. Throws `PasswordsConfigurationError`. */
  prepare(request: PasswordRequest): Promise<string | null>;
  /** From now on it can be seen. `account`: its name, as people type it. */
  publish(jobKey: string, account: string): Promise<{ readonly expiresAt: Date }>;
  /** Those that the viewer may see, and has seen. */
  of(viewer: Viewer): Promise<{
    readonly waiting: readonly PasswordView[];
    /** Nobody saw them in time; they can be made anew. */
    readonly expired: readonly PasswordView[];
    readonly seen: readonly PasswordView[];
  }>;
  /** All, without what they are: who saw which, for administrators. */
  audit(): Promise<readonly PasswordView[]>;
  /** Shows and erases it. Throws `DomainError`: NOT_FOUND (or not theirs), CONFLICT (shown or expired). */
  show(id: string, viewer: Viewer): Promise<{ readonly view: PasswordView; readonly password: string }>;
  /**
   * Gives the account of a password that expired unseen another one, and shows that. Throws `DomainError`: NOT_FOUND (or
   * not theirs), CONFLICT (not to be made anew, or under way), SYSTEM_UNAVAILABLE.
   */
  renew(id: string, viewer: Viewer): Promise<{ readonly view: PasswordView; readonly password: string }>;
  eraseExpired(): Promise<void>;
}

export interface PasswordsParts {
  readonly knex: Knex;
  readonly clock: () => Date;
  /** Null: passwords cannot be kept, so none is made. */
  readonly key: Buffer | null;
  readonly rules: PasswordRules;
  /** Names of the accounts of this program that have the address. */
  readonly accountsOf: (mail: string) => Promise<readonly string[]>;
  readonly reset: ResetPassword;
}

const hourMillis = 3_600_000;
const longestAudit = 200;

const about = ({ id, job_key }: Pick<PasswordRow, 'id' | 'job_key'>): string => `${id}:${job_key}`;

const viewOf = (row: PasswordRow): PasswordView => ({
  id: row.id,
  reference: row.reference,
  system: row.system,
  account: row.account,
  person: row.person,
  state: row.state,
  expiresAt: row.expires_at,
  shownAt: row.shown_at,
  shownTo: row.shown_to,
});

const mayShow = ({ holder, holder_groups }: PasswordRow, { name, groups }: Viewer): boolean =>
  holder === null ? holder_groups.some((group) => groups.includes(group)) : holder === name;

export function createDefaultPasswords({
  knex,
  clock,
  key,
  rules,
  accountsOf,
  reset,
}: PasswordsParts): DefaultPasswords {
  const table = (transaction: Knex = knex) => transaction('one_time_password');

  function sealKey(): Buffer {
    if (key !== null) return key;
    throw new PasswordsConfigurationError(
      'Les mots de passe par défaut ne peuvent pas être gardés : la variable d’environnement PASSWORDS_KEY est absente.',
    );
  }

  const expiry = (): Date => new Date(clock().getTime() + rules.validityHours * hourMillis);

  async function eraseExpired(): Promise<void> {
    const now = clock();
    await table()
      .where({ state: PasswordState.PREPARED })
      .where('expires_at', '<=', now)
      .update({ sealed: null });
    const gone: unknown = await table()
      .where({ state: PasswordState.READY })
      .where('expires_at', '<=', now)
      .update({ state: PasswordState.EXPIRED, sealed: null })
      .returning('*');
    for (const { id } of readRows(gone)) await note(knex, id, PasswordEvent.EXPIRED, null, now);
  }

  async function newRow(request: PasswordRequest): Promise<PasswordRow> {
    const mail = request.mail?.trim().toLowerCase();
    const holders = mail === undefined ? [] : await accountsOf(mail);
    await table()
      .insert({
        id: randomUUID(),
        job_key: request.jobKey,
        process_instance_key: request.processInstanceKey,
        reference: request.reference,
        system: request.system,
        connector: request.connector,
        account: '',
        person: request.person,
        holder: holders.length === 1 ? holders[0] : null,
        holder_groups: JSON.stringify(request.groups),
        state: PasswordState.PREPARED,
        sealed: null,
        prepared_at: clock(),
        expires_at: expiry(),
      })
      .onConflict('job_key')
      .ignore();
    const found = readRow(await table().where({ job_key: request.jobKey }).first());
    if (found === null)
      throw new Error(`Expected the password of job ${request.jobKey}, but it is not there`);
    return found;
  }

  /** Two attempts at once agree on one password. */
  async function sealed(row: PasswordRow): Promise<string> {
    const before = row.sealed === null ? null : unseal(sealKey(), row.sealed, about(row));
    if (before !== null) return before;
    const clear = generatePassword(rules);
    const written = await table()
      .where({ id: row.id, state: PasswordState.PREPARED })
      .where((query) =>
        row.sealed === null ? query.whereNull('sealed') : query.where({ sealed: row.sealed }),
      )
      .update({ sealed: seal(sealKey(), clear, about(row)), expires_at: expiry() });
    if (written === 1) return clear;
    const now = readRow(await table().where({ id: row.id }).first());
    const other = now?.sealed == null ? null : unseal(sealKey(), now.sealed, about(now));
    if (other === null) throw new Error(`Expected the sealed password ${row.id}, but it cannot be opened`);
    return other;
  }

  const renewal = createRenewal({ knex, clock, reset });

  /** The row, if it is the viewer's. */
  async function theirs(id: string, viewer: Viewer): Promise<PasswordRow> {
    const known = readRow(await table().where({ id }).first());
    if (known !== null && known.state !== PasswordState.PREPARED && mayShow(known, viewer)) return known;
    if (known !== null) await note(knex, id, PasswordEvent.REFUSED, viewer.name, clock());
    throw new DomainError('NOT_FOUND', 'Aucun mot de passe ne vous attend à cette adresse.');
  }

  const asViews = async (query: Knex.QueryBuilder): Promise<PasswordView[]> =>
    readRows(await query).map(viewOf);

  return {
    eraseExpired,

    async prepare(request) {
      sealKey();
      const row = await newRow(request);
      return row.state === PasswordState.PREPARED ? sealed(row) : null;
    },

    async publish(jobKey, account) {
      const expiresAt = expiry();
      await knex.transaction(async (transaction) => {
        const written: unknown = await table(transaction)
          .where({ job_key: jobKey, state: PasswordState.PREPARED })
          .update({ state: PasswordState.READY, account, expires_at: expiresAt })
          .returning('*');
        for (const { id } of readRows(written))
          await note(transaction, id, PasswordEvent.READY, null, clock());
      });
      const row = readRow(await table().where({ job_key: jobKey }).first());
      if (row === null) throw new Error(`Expected the password of job ${jobKey}, but it was never prepared`);
      return { expiresAt: row.expires_at };
    },

    async of(viewer) {
      await eraseExpired();
      const ready = readRows(await table().where({ state: PasswordState.READY }).orderBy('expires_at'));
      return {
        waiting: ready.filter((row) => mayShow(row, viewer)).map(viewOf),
        expired: (await renewal.candidates()).filter((row) => mayShow(row, viewer)).map(viewOf),
        seen: await asViews(
          table().where({ shown_to: viewer.name }).orderBy('shown_at', 'desc').limit(longestAudit),
        ),
      };
    },

    async audit() {
      await eraseExpired();
      return asViews(
        table()
          .whereNot({ state: PasswordState.PREPARED })
          .orderBy('prepared_at', 'desc')
          .limit(longestAudit),
      );
    },

    async show(id, viewer) {
      await eraseExpired();
      await theirs(id, viewer);
      return knex.transaction(async (transaction) => {
        const row = readRow(await table(transaction).where({ id }).forUpdate().first());
        if (row?.state !== PasswordState.READY || row.sealed === null) {
          throw new DomainError(
            'CONFLICT',
            'Ce mot de passe a déjà été affiché ou a expiré : il est effacé. ' +
              'Demandez une modification de votre compte pour en recevoir un autre.',
          );
        }
        const password = unseal(sealKey(), row.sealed, about(row));
        if (password === null) {
          throw new DomainError(
            'CONFLICT',
            'Ce mot de passe ne peut plus être lu : la clé du programme (PASSWORDS_KEY) a changé. ' +
              'Demandez une modification de votre compte pour en recevoir un autre.',
          );
        }
        const change = { state: PasswordState.SHOWN, sealed: null, shown_at: clock(), shown_to: viewer.name };
        await table(transaction).where({ id }).update(change);
        await note(transaction, id, PasswordEvent.SHOWN, viewer.name, clock());
        return { view: viewOf({ ...row, ...change }), password };
      });
    },

    async renew(id, viewer) {
      await eraseExpired();
      const row = await theirs(id, viewer);
      const password = generatePassword(rules);
      return { view: viewOf(await renewal.renew(row, viewer.name, password)), password };
    },
  };
}
