/** A database belongs to one engine: the records of two would mix. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { StartError } from '../errors/start-error';

export class ForeignDatabaseError extends StartError {
  override readonly name = 'ForeignDatabaseError';
}

const answer = z.object({ rows: z.array(z.object({ foreign: z.boolean() })).length(1) });

/**
 * The embedded engine writes its state with each record, first into its journal; records without any came from a Zeebe.
 * @throws ForeignDatabaseError
 */
export async function expectOwnDatabase(knex: Knex): Promise<void> {
  const result: unknown = await knex.raw(
    `SELECT EXISTS (SELECT FROM record) AND NOT EXISTS (SELECT FROM engine_journal)
       AND NOT EXISTS (SELECT FROM engine_state) AS "foreign"`,
  );
  if (answer.parse(result).rows[0]?.foreign !== true) return;
  throw ForeignDatabaseError.of({
    expected: 'a database that the embedded engine wrote, or an empty one, since ZEEBE_ADDRESS is not set',
    came: 'it holds the records of a Zeebe',
    remedy:
      'Set ZEEBE_ADDRESS to that Zeebe, or give the embedded engine a database of its own by DATABASE_URL or DATA_DIR.',
  });
}
