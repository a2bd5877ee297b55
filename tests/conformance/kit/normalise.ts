/** Records without what differs from run to run: times, and keys but for their order of appearance. */
import { ExactNumber } from '../../../src/json';
import type { EngineRecord } from '../../../src/protocol/records';

const TIMES = new Set(['deadline', 'recurringTime', 'dueDate', 'creationTimestamp']);
/** Sets: their order is not defined. */
const UNORDERED = new Set(['ancestorScopeKeys']);
const LOWEST_KEY = 2251799813685248;

/** @param names of keys so far; null: keys stay as they are */
export function normalise(
  records: readonly EngineRecord[],
  names: Map<string, string> | null = new Map(),
): unknown[] {
  const nameOf = (key: string): string => {
    if (names === null) return key;
    const name = names.get(key) ?? `K${names.size}`;
    names.set(key, name);
    return name;
  };
  const clean = (value: unknown, field = ''): unknown => {
    if (Array.isArray(value)) return cleanList(value, field);
    if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) {
      const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
      return Object.fromEntries(entries.map(([name, entry]) => [name, clean(entry, name)]));
    }
    if (TIMES.has(field) && typeof value === 'number' && value > 0) return 'TIME';
    if (typeof value === 'number' && value >= LOWEST_KEY) return nameOf(String(value));
    return typeof value === 'string' ? value.replace(/2251799\d{9}/g, nameOf) : value;
  };
  const cleanList = (list: readonly unknown[], field: string): unknown[] => {
    const cleaned = list.map((item) => clean(item));
    return UNORDERED.has(field) ? cleaned.sort() : cleaned;
  };
  return inNameOrder(records).map((record) => clean(record));
}

/** The variables of one document come in an order that Zeebe does not define. */
function inNameOrder(records: readonly EngineRecord[]): EngineRecord[] {
  const sorted: EngineRecord[] = [];
  let run: EngineRecord[] = [];
  const flush = (): void => {
    sorted.push(...run.sort((left, right) => (nameIn(left) < nameIn(right) ? -1 : 1)));
    run = [];
  };
  for (const record of records) {
    const [previous] = run;
    const continues =
      record.valueType === 'VARIABLE' &&
      previous !== undefined &&
      previous.value['scopeKey'] === record.value['scopeKey'];
    if (!continues) flush();
    if (record.valueType === 'VARIABLE') run.push(record);
    else sorted.push(record);
  }
  flush();
  return sorted;
}

function nameIn(record: EngineRecord): string {
  return String(record.value['name']);
}
