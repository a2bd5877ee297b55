/** Turns records of one partition into one statement and runs it. */
import type { Logger } from '../kit/logger';
import type { Knex } from 'knex';
import { RecordType, type EngineRecord } from '../protocol/records';
import { runStatement } from '../store/statement';
import { Changes } from './changes';
import type { Handler } from './handler';
import { handlers } from './handlers';
import { PROJECTION_NAME } from './record-source';
import { projectionStatement } from './statement';

const byValueType = new Map<string, Handler>(handlers.map((handler) => [handler.valueType, handler]));

/** A record whose value has not the expected shape is skipped: the others of its case still count. */
async function applyOne(record: EngineRecord, changes: Changes, logger: Logger): Promise<void> {
  if (record.recordType !== RecordType.EVENT) return;
  try {
    await byValueType.get(record.valueType)?.apply(record, changes, logger);
  } catch (error) {
    const { partitionId, position, valueType, intent } = record;
    logger.error(
      { err: error, partitionId, position, valueType, intent },
      'record skipped: unexpected value',
    );
  }
}

export interface BatchMove {
  readonly partitionId: number;
  readonly from: number;
  readonly to: number;
}

/** Fails with SQLSTATE `POSITION_MOVED`, changing nothing, when the stored position is not `move.from`. */
export async function projectBatch(
  knex: Knex,
  records: readonly EngineRecord[],
  move: BatchMove,
  logger: Logger,
): Promise<void> {
  const changes = new Changes();
  for (const record of records) await applyOne(record, changes, logger);
  await runStatement(knex, projectionStatement(changes.collected(), { name: PROJECTION_NAME, ...move }));
}
