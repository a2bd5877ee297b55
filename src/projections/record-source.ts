/** The stored records and positions, as the projector reads them. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { parseRecord } from '../protocol/parse-record';
import type { EngineRecord } from '../protocol/records';
import { runStatement } from '../store/statement';

/** Name under which the projector keeps its positions. */
export const PROJECTION_NAME = 'read-model';

const partitionRow = z.object({ id: z.number().int() });
const positionRow = z.object({ partition_id: z.number().int(), position: z.coerce.number().int() });
const recordRow = z.object({ text: z.string() });

/** Partitions that have records. Jumps from one to the next in the primary key, so it costs the same for any size. */
export async function readPartitions(knex: Knex): Promise<number[]> {
  const rows = await runStatement(knex, {
    name: 'projection-partitions',
    text: `WITH RECURSIVE found (id) AS (
             SELECT min(partition_id) FROM record
             UNION ALL
             SELECT (SELECT min(partition_id) FROM record WHERE partition_id > found.id) FROM found WHERE found.id IS NOT NULL
           ) SELECT id FROM found WHERE id IS NOT NULL`,
    values: [],
  });
  return rows.map((row) => partitionRow.parse(row).id);
}

export async function readPositions(knex: Knex): Promise<Map<number, number>> {
  const rows: unknown[] = await knex('projection_position')
    .where({ name: PROJECTION_NAME })
    .select('partition_id', 'position');
  return new Map(
    rows.map((row) => positionRow.parse(row)).map(({ partition_id, position }) => [partition_id, position]),
  );
}

/** Makes the row that the projector then moves; without effect when there is one. */
export async function addPosition(knex: Knex, partitionId: number): Promise<void> {
  await knex('projection_position')
    .insert({ name: PROJECTION_NAME, partition_id: partitionId, position: -1 })
    .onConflict(['name', 'partition_id'])
    .ignore();
}

/** The next records of a partition, in order; none when the projector has caught up. */
export async function readRecords(
  knex: Knex,
  partitionId: number,
  after: number,
  limit: number,
): Promise<EngineRecord[]> {
  const rows = await runStatement(knex, {
    name: 'projection-records',
    text: `SELECT record::text AS text FROM record
           WHERE partition_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
    values: [partitionId, after, limit],
  });
  return rows.map((row) => parseRecord(recordRow.parse(row).text));
}
