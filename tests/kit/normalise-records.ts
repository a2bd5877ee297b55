/**
 * Makes the record streams of two engines comparable: what must differ between two runs (keys, times, positions,
 * versions of the program that wrote them) is replaced by names in order of appearance; nothing else is touched.
 */
import type { EngineRecord } from '../../src/protocol/records';

const ENVELOPE = new Set([
  'position',
  'sourceRecordPosition',
  'timestamp',
  'sequence',
  'brokerVersion',
  'recordVersion',
  'partitionId',
  'operationReference',
]);
const TIMES = new Set(['dueDate', 'deadline', 'recurringTime', 'creationTimestamp']);

/** Sorts object keys and blanks times, so that equal content is equal text. */
function canonical(value: unknown, name = ''): unknown {
  if (TIMES.has(name) && typeof value === 'number') return value > 0 ? '<time>' : value;
  if (Array.isArray(value)) return value.map((item) => canonical(item));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item, key)]));
}

function withoutEnvelope(record: EngineRecord): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !ENVELOPE.has(name)));
}

interface Line {
  readonly record: EngineRecord;
  readonly text: string;
}

/** The order of the VARIABLE events of one document is not defined by Zeebe: runs of them are sorted by name. */
function sortVariableRuns(lines: readonly Line[]): Line[] {
  const run = (line: Line): string =>
    line.record.valueType === 'VARIABLE' ? `variables of ${String(line.record.value.scopeKey)}` : '';
  const variable = (line: Line): string => String(line.record.value.name);
  const result: Line[] = [];
  let start = 0;
  while (start < lines.length) {
    const first = lines[start] as Line;
    let end = start + 1;
    while (run(first) && end < lines.length && run(lines[end] as Line) === run(first)) end += 1;
    const part = lines.slice(start, end);
    result.push(...part.sort((left, right) => (variable(left) < variable(right) ? -1 : 1)));
    start = end;
  }
  return result;
}

/** Keys of every partition (`partition << 51 | n`) and random ids, wherever they stand, also inside strings. */
const KEYS =
  /\b(?:2251799\d{9}|45035996\d{8}|67553994\d{8}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/g;

function nameKeys(texts: readonly string[]): string[] {
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    const name = names.get(key) ?? `#${names.size + 1}`;
    names.set(key, name);
    return name;
  };
  return texts.map((text) => text.replace(KEYS, nameOf));
}

/** One line of text a record; two equal runs give equal lists. */
export function normaliseRecords(records: readonly EngineRecord[]): string[] {
  const lines = records.map((record) => ({
    record,
    text: JSON.stringify(canonical(withoutEnvelope(record))),
  }));
  return nameKeys(sortVariableRuns(lines).map((line) => line.text));
}
