/** Record streams for tests: what a real Zeebe 8.6.0 sent, and small ones made by hand. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { projectRoot } from '../../src/config/root';
import { parseRecord } from '../../src/protocol/parse-record';
import type { EngineRecord } from '../../src/protocol/records';
import { recordColumns } from '../../src/store/engine-commit';
import { runStatement } from '../../src/store/statement';

const folder = path.join(projectRoot, 'tests/projections/records');

/** Records of every file, or of the files whose name starts with one of `prefixes`, in position order. */
export function brokerRecords(...prefixes: readonly string[]): EngineRecord[] {
  return readdirSync(folder)
    .filter((name) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)))
    .sort()
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').trim().split('\n'))
    .map(parseRecord)
    .sort((a, b) => Number(a.position) - Number(b.position));
}

/** An event with only what a test cares about. */
export function event(
  position: number,
  valueType: EngineRecord['valueType'],
  intent: string,
  value: Record<string, unknown>,
  rest: Partial<EngineRecord> = {},
): EngineRecord {
  return {
    partitionId: 1,
    position,
    sourceRecordPosition: -1,
    key: 2251799813685248 + position,
    timestamp: 1_700_000_000_000 + position,
    recordType: 'EVENT',
    valueType,
    intent,
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    brokerVersion: '8.6.0',
    recordVersion: 1,
    authorizations: {},
    value,
    ...rest,
  };
}

/** Writes records as an engine's commit does. */
export async function appendRecords(knex: Knex, records: readonly EngineRecord[]): Promise<void> {
  await runStatement(knex, {
    text: `INSERT INTO record (partition_id, position, value_type, intent, key, process_instance_key, "timestamp", record)
           SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::json[])`,
    values: recordColumns(records),
  });
}
