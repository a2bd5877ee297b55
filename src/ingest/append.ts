/** Stores what a broker delivers, each record once, however often it is delivered. */
import type { Knex } from 'knex';
import { z } from 'zod';
import type { EngineRecord } from '../protocol/records';
import { recordColumns } from '../store/engine-commit';
import { runStatement } from '../store/statement';

/** Records of another cluster are stored at the same positions: what comes cannot belong to this database. */
export class ForeignRecordsError extends Error {
  override readonly name = 'ForeignRecordsError';
  constructor(partitionId: number, position: string) {
    super(
      `Expected new records or the stored ones again, but partition ${String(partitionId)} has another record at ` +
        `position ${position}: the database holds the records of another engine or cluster. ` +
        'Use an empty database for this cluster.',
    );
  }
}

const text = `
  WITH sent AS (
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::json[])
      AS s (partition_id, position, value_type, intent, key, process_instance_key, "timestamp", record)
  ), strange AS (
    SELECT s.partition_id, s.position FROM sent s JOIN record r USING (partition_id, position)
    WHERE (r.value_type, r.intent, r.key, r."timestamp") IS DISTINCT FROM (s.value_type, s.intent, s.key, s."timestamp")
    LIMIT 1
  ), appended AS (
    INSERT INTO record (partition_id, position, value_type, intent, key, process_instance_key, "timestamp", record)
    SELECT * FROM sent WHERE NOT EXISTS (SELECT FROM strange)
    ON CONFLICT DO NOTHING
  )
  SELECT partition_id, position FROM strange`;

const strangeRow = z.object({ partition_id: z.number(), position: z.string() });

/** One statement: durable when resolved, all or nothing. Throws `ForeignRecordsError`. */
export async function appendRecords(
  knex: Knex,
  records: readonly EngineRecord[],
  texts: readonly string[],
): Promise<void> {
  const rows = await runStatement(knex, {
    name: 'ingest-append',
    text,
    values: recordColumns(records, texts),
  });
  if (rows.length === 0) return;
  const strange = strangeRow.parse(rows[0]);
  throw new ForeignRecordsError(strange.partition_id, strange.position);
}
