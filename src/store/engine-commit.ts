/**
 * The engine's commit as one SQL statement, so one implicit transaction and one round trip on both databases:
 * append the records and the journal's batch; when rows leave the journal, upsert and delete them besides. Arrays are
 * unnested beside each other, not in FROM, where the database would first write them all out.
 */
import { ByteWriter } from '../protocol/byte-writer';
import { RecordWriter } from '../protocol/record-bytes';
import type { EngineRecord, WireKey } from '../protocol/records';
import { byteaArray, int4Array, int8Array, jsonArray, jsonArrayOf, textArray } from './array-parameter';
import type { StateEntry } from './port';
import type { Folded, JournalBatch } from './state-journal';
import type { Statement } from './statement';

const APPEND_RECORDS = `
    INSERT INTO record (partition_id, position, value_type, intent, key, process_instance_key, "timestamp", record)
    SELECT unnest($1::int[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]),
      unnest($6::bigint[]), unnest($7::bigint[]), unnest($8::json[])`;

const APPEND_JOURNAL = `
    INSERT INTO engine_journal (batch, part, changes)
    SELECT $9::bigint, unnest($10::int[]), unnest($11::bytea[])`;

const APPEND = `WITH appended AS (${APPEND_RECORDS}) ${APPEND_JOURNAL}`;

const APPEND_AND_FOLD = `
  WITH appended AS (${APPEND_RECORDS}
  ), journaled AS (${APPEND_JOURNAL}
  ), upserted AS (
    INSERT INTO engine_state (family, key, format, value)
    SELECT unnest($12::text[]), unnest($13::text[]), unnest($14::int[]), unnest($15::json[])
    ON CONFLICT (family, key) DO UPDATE SET format = excluded.format, value = excluded.value
  ), deleted AS (
    DELETE FROM engine_state USING unnest($16::text[], $17::text[]) AS gone (family, key)
    WHERE engine_state.family = gone.family AND engine_state.key = gone.key
  )
  DELETE FROM engine_journal WHERE batch BETWEEN $18::bigint AND $19::bigint`;

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
    texts === undefined ? recordArray(records) : jsonArray(texts),
  ];
}

/** Of most records, rather more than less. */
const RECORD_BYTES = 800;

function recordArray(records: readonly EngineRecord[]): Buffer {
  const to = new ByteWriter(RECORD_BYTES * (records.length + 1));
  const writer = new RecordWriter(to);
  return jsonArrayOf(records, to, (record) => writer.write(record));
}

/** The process instance a record belongs to; null when it belongs to none. */
export function processInstanceKeyOf(record: EngineRecord): WireKey | null {
  const key = record.value['processInstanceKey'];
  if (typeof key !== 'number' && typeof key !== 'string') return null;
  return Number(key) > 0 ? key : null;
}

type KeptEntry = StateEntry & { readonly value: string };

export function commitStatement(records: readonly EngineRecord[], batch: JournalBatch): Statement {
  const values = [
    ...recordColumns(records),
    batch.batch,
    int4Array(batch.parts.map((_, index) => index)),
    byteaArray(batch.parts),
  ];
  if (batch.folded === undefined) return { name: 'engine-commit', text: APPEND, values };
  return {
    name: 'engine-commit-fold',
    text: APPEND_AND_FOLD,
    values: [...values, ...foldedColumns(batch.folded)],
  };
}

function foldedColumns({ entries, from, upTo }: Folded): unknown[] {
  const kept = entries.filter((entry): entry is KeptEntry => entry.value !== null);
  const gone = entries.filter((entry) => entry.value === null);
  return [
    textArray(kept.map((entry) => entry.family)),
    textArray(kept.map((entry) => entry.key)),
    int4Array(kept.map((entry) => entry.format)),
    jsonArray(kept.map((entry) => entry.value)),
    textArray(gone.map((entry) => entry.family)),
    textArray(gone.map((entry) => entry.key)),
    from,
    upTo,
  ];
}
