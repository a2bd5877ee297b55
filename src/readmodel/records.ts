/** The record stream of an instance, as the engine wrote it. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { parseJsonKeepingKeys } from '../protocol/parse-record';
import { limitOf, pageOf, startOf } from './cursor';
import type { PageRequest } from './filters';
import { isKey, jsonObject } from './rows';
import type { Page } from './views';

const row = z.object({ partition_id: z.number().int(), position: z.string(), text: z.string() });

/** By partition and position. */
export async function listRecords(
  knex: Knex,
  processInstanceKey: string,
  page: PageRequest,
): Promise<Page<Readonly<Record<string, unknown>>>> {
  const start = startOf(page);
  if (!isKey(processInstanceKey)) return { items: [], nextCursor: null };
  const query = knex('record')
    .where({ process_instance_key: processInstanceKey })
    .select('partition_id', 'position', knex.raw('record::text AS text'))
    .orderBy(['partition_id', 'position'])
    .limit(limitOf(page) + 1);
  if (start) query.whereRaw('(partition_id, position) > (?, ?)', [...start]);
  const found: unknown[] = await query;
  const rows = found.map((one) => row.parse(one));
  return pageOf(
    rows,
    page,
    (one) => [String(one.partition_id), one.position],
    (one) => jsonObject.parse(parseJsonKeepingKeys(one.text)),
  );
}
