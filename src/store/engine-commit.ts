/**
 * The engine's commit as one SQL statement, so one implicit transaction and one round trip on both databases:
 * append the records, upsert and delete the state rows. Arrays are unnested beside each other, not in FROM, where the
 * database would first write them all out.
 */
import { recordTexts } from '../protocol/record-text';
import type { EngineRecord, WireKey } from '../protocol/records';
import { int4Array, int8Array, jsonArray, textArray } from './array-parameter';
import type { EngineCommit, StateEntry } from './port';
import type { Statement } from './statement';

const text = `
  WITH appended AS (
    INSERT INTO record (partition_id, position, value_type, intent, key, process_instance_key, "timestamp", record)
    SELECT unnest($1::int[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]),
      unnest($6::bigint[]), unnest($7::bigint[]), unnest($8::json[])
  ), upserted AS (
    INSERT INTO engine_state (family, key, value)
    SELECT unnest($9::text[]), unnest($10::text[]), unnest($11::json[])
    ON CONFLICT (family, key) DO UPDATE SET value = excluded.value
  )
  DELETE FROM engine_state USING unnest($12::text[], $13::text[]) AS gone (family, key)
  WHERE engine_state.family = gone.family AND engine_state.key = gone.key`;

/** The columns of `record`, one array each, in the order of the table. */
export function recordColumns(records: readonly EngineRecord[], texts?: readonly string[]): Buffer[] {
  return [
    int4Array(records.map((record) => record.partitionId)),
    int8Array(records.map((record) => record.position)),
    textArray(records.map((record) => record.valueType)),
    textArray(records.map((record) => record.intent)),
    int8Array(records.map((record) => record.key)),
    int8Array(records.map(processInstanceKeyOf)),
    int8Array(records.map((record) => record.timestamp)),
    jsonArray(texts ?? recordTexts(records)),
  ];
}

/** The process instance a record belongs to; null when it belongs to none. */
export function processInstanceKeyOf(record: EngineRecord): WireKey | null {
  const key = record.value['processInstanceKey'];
  if (typeof key !== 'number' && typeof key !== 'string') return null;
  return Number(key) > 0 ? key : null;
}

/** One entry a row, the last one wins: a statement may touch a row only once. */
function lastOfEach(entries: readonly StateEntry[]): StateEntry[] {
  const byRow = new Map<string, StateEntry>();
  for (const entry of entries) byRow.set(`${entry.family}\u0000${entry.key}`, entry);
  return [...byRow.values()];
}

type KeptEntry = StateEntry & { readonly value: string };

export function commitStatement(commit: EngineCommit): Statement {
  const state = lastOfEach(commit.state);
  const kept = state.filter((entry): entry is KeptEntry => entry.value !== null);
  const gone = state.filter((entry) => entry.value === null);
  return {
    name: 'engine-commit',
    text,
    values: [
      ...recordColumns(commit.records),
      textArray(kept.map((entry) => entry.family)),
      textArray(kept.map((entry) => entry.key)),
      jsonArray(kept.map((entry) => entry.value)),
      textArray(gone.map((entry) => entry.family)),
      textArray(gone.map((entry) => entry.key)),
    ],
  };
}
