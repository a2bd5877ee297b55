/**
 * The engine's commit as one SQL statement, so one implicit transaction and one round trip on both databases:
 * append the records, upsert and delete the state rows.
 */
import type { EngineRecord } from '../protocol/records';
import type { EngineCommit, StateEntry } from './port';
import type { Statement } from './statement';

const text = `
  WITH appended AS (
    INSERT INTO record (partition_id, position, value_type, intent, key, process_instance_key, "timestamp", record)
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::json[])
  ), upserted AS (
    INSERT INTO engine_state (family, key, value)
    SELECT * FROM unnest($9::text[], $10::text[], $11::json[])
    ON CONFLICT (family, key) DO UPDATE SET value = excluded.value
  )
  DELETE FROM engine_state USING unnest($12::text[], $13::text[]) AS gone (family, key)
  WHERE engine_state.family = gone.family AND engine_state.key = gone.key`;

/** The columns of `record`, one array each, in the order of the table. */
export function recordColumns(records: readonly EngineRecord[], texts?: readonly string[]): unknown[][] {
  return [
    records.map((record) => record.partitionId),
    records.map((record) => record.position),
    records.map((record) => record.valueType),
    records.map((record) => record.intent),
    records.map((record) => record.key),
    records.map(processInstanceKeyOf),
    records.map((record) => record.timestamp),
    texts ? [...texts] : records.map((record) => JSON.stringify(record)),
  ];
}

/** The process instance a record belongs to; null when it belongs to none. */
export function processInstanceKeyOf(record: EngineRecord): string | null {
  const key = record.value['processInstanceKey'];
  if (typeof key !== 'number' && typeof key !== 'string') return null;
  return Number(key) > 0 ? String(key) : null;
}

/** One entry a row, the last one wins: a statement may touch a row only once. */
function lastOfEach(entries: readonly StateEntry[]): StateEntry[] {
  const byRow = new Map<string, StateEntry>();
  for (const entry of entries) byRow.set(`${entry.family}\u0000${entry.key}`, entry);
  return [...byRow.values()];
}

export function commitStatement(commit: EngineCommit): Statement {
  const state = lastOfEach(commit.state);
  const kept = state.filter((entry) => entry.value !== null);
  const gone = state.filter((entry) => entry.value === null);
  return {
    name: 'engine-commit',
    text,
    values: [
      ...recordColumns(commit.records),
      kept.map((entry) => entry.family),
      kept.map((entry) => entry.key),
      kept.map((entry) => entry.value),
      gone.map((entry) => entry.family),
      gone.map((entry) => entry.key),
    ],
  };
}
