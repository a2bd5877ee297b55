/**
 * Another default password for an account whose own expired before anybody saw it. It is given to the account and
 * shown, and kept nowhere: what is lost between the two (a kill) is made anew once more.
 */
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import { note, PasswordEvent, PasswordState, readRow, readRows } from './rows';
import type { PasswordConnector, PasswordRow } from './rows';

/** Gives the account the password, to be changed at the first sign-in. Throws an `Error` whose message is for people. */
export type ResetPassword = (
  connector: PasswordConnector,
  account: string,
  password: string,
) => Promise<void>;

export interface RenewalParts {
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly reset: ResetPassword;
}

const dayMillis = 86_400_000;
/** Later than that nobody knows any more whose the account is: a request of L or E decides. */
const renewableDays = 30;
/** One at a time: the second would take away what the first shows. A killed one leaves the row free after this. */
const underWayMillis = 60_000;

export function createRenewal({ knex, clock, reset }: RenewalParts) {
  /** The last of their accounts: a later request has given those others a password of its own. */
  const renewable = () =>
    knex('one_time_password as own')
      .select('own.*')
      .where('own.state', PasswordState.EXPIRED)
      .whereNotNull('own.connector')
      .where('own.expires_at', '>', new Date(clock().getTime() - renewableDays * dayMillis))
      .whereNotExists(
        knex('one_time_password as later')
          .whereRaw('later.connector = own.connector and later.account = own.account and later.id <> own.id')
          .whereRaw('later.expires_at > own.expires_at'),
      );

  /** False: another one is being made. */
  async function begin(row: PasswordRow, now: Date): Promise<boolean> {
    const free = new Date(now.getTime() - underWayMillis);
    const taken = await knex('one_time_password')
      .where({ id: row.id, state: PasswordState.EXPIRED })
      // Begun: prepared later than it expired.
      .where((query) => query.whereRaw('prepared_at < expires_at').orWhere('prepared_at', '<=', free))
      .update({ prepared_at: now });
    return taken === 1;
  }

  return {
    async candidates(): Promise<readonly PasswordRow[]> {
      return readRows(await renewable().orderBy('own.expires_at', 'desc'));
    },

    /** The row as it is once the account has the password. Throws `DomainError`. */
    async renew({ id }: PasswordRow, viewer: string, password: string): Promise<PasswordRow> {
      const row = readRow(await renewable().where('own.id', id).first());
      if (row?.connector == null) {
        throw new DomainError(
          'CONFLICT',
          'Ce mot de passe ne peut pas être remplacé ici : il a été vu, un autre a été fait depuis, ou il a expiré il y a ' +
            `plus de ${renewableDays} jours. Demandez une modification du compte.`,
        );
      }
      const now = clock();
      if (!(await begin(row, now))) {
        throw new DomainError(
          'CONFLICT',
          'Un nouveau mot de passe est en train d’être fait pour ce compte. Revenez à cette page dans une minute.',
        );
      }
      try {
        await reset(row.connector, row.account, password);
      } catch (error) {
        await knex('one_time_password')
          .where({ id, prepared_at: now })
          .update({ prepared_at: row.prepared_at });
        const said = error instanceof Error ? error.message : String(error);
        throw new DomainError('SYSTEM_UNAVAILABLE', `Le compte garde son état. ${said}`, { cause: error });
      }
      const change = { state: PasswordState.SHOWN, shown_at: clock(), shown_to: viewer };
      await knex('one_time_password').where({ id }).update(change);
      await note(knex, id, PasswordEvent.RENEWED, viewer, clock());
      return { ...row, ...change };
    },
  };
}
