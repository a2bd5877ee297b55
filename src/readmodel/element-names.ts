/** What the elements of a deployed version are called. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { text } from './rows';

const row = z
  .object({ element_id: z.string(), name: text, type: text })
  .transform(({ element_id: elementId, name, type }) => ({ elementId, name, type }));

/** `processKey`: of the version. Sequence flows are none. */
export async function readElementNames(
  knex: Knex,
  processKey: string,
): Promise<readonly { readonly elementId: string; readonly name: string; readonly type: string }[]> {
  const rows: unknown[] = await knex('rm_process_element')
    .where({ process_key: processKey })
    .select('element_id', 'name', 'type');
  return rows.map((one) => row.parse(one));
}
