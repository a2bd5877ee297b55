/** The record stream of a case, as the API gives it, and what can be read from it. */
import type { EngineRecord } from '../../src/protocol/records';
import type { Person } from './program';

interface Page {
  readonly items: readonly EngineRecord[];
  readonly nextCursor: string | null;
}

/** All pages, in order. */
export async function recordsOf(reader: Person, processInstanceKey: string): Promise<EngineRecord[]> {
  const records: EngineRecord[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await reader.get<Page>(
      `/process-instances/${processInstanceKey}/records?limit=200${query}`,
    );
    if (status !== 200) throw new Error(`Expected records, but got ${status} ${JSON.stringify(body)}`);
    records.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return records;
}

/** Those of what the case called come after its own. */
export async function recordsOfCase(reader: Person, processInstanceKey: string): Promise<EngineRecord[]> {
  const { body } = await reader.get<{ items: { processInstanceKey: string }[] }>(
    `/process-instances?parentProcessInstanceKey=${processInstanceKey}&limit=200`,
  );
  const called = body.items.map((one) => one.processInstanceKey).sort();
  const own = await recordsOf(reader, processInstanceKey);
  const theirs = await Promise.all(called.map((key) => recordsOfCase(reader, key)));
  return [...own, ...theirs.flat()];
}

const isOf = (record: EngineRecord, valueType: string, intent: string): boolean =>
  record.valueType === valueType && record.intent === intent;

const elementOf = (record: EngineRecord): string => String(record.value['elementId']);

/** Flow nodes in the order of their activation, boundary events included. */
export function activations(records: readonly EngineRecord[]): string[] {
  return records
    .filter((record) => isOf(record, 'PROCESS_INSTANCE', 'ELEMENT_ACTIVATED'))
    .filter((record) => record.value['bpmnElementType'] !== 'PROCESS')
    .map(elementOf);
}

/** Ids of the sequence flows taken and of the boundary events activated. */
export function traversed(records: readonly EngineRecord[]): Set<string> {
  const flows = records.filter((record) => isOf(record, 'PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN'));
  return new Set([...flows.map(elementOf), ...activations(records)]);
}

export function jobKeys(records: readonly EngineRecord[], type: string): string[] {
  return records
    .filter((record) => isOf(record, 'JOB', 'CREATED') && record.value['type'] === type)
    .map((record) => String(record.key));
}

/** Whether the case stands at the element, its message subscriptions open: a message sent now finds it. */
export function waitsForMessages(records: readonly EngineRecord[], elementId: string): boolean {
  const stands = records
    .filter((record) => record.valueType === 'PROCESS_INSTANCE' && elementOf(record) === elementId)
    .at(-1);
  if (stands?.intent !== 'ELEMENT_ACTIVATED') return false;
  const count = (intent: string): number =>
    records.filter(
      (record) =>
        isOf(record, 'PROCESS_MESSAGE_SUBSCRIPTION', intent) &&
        String(record.value['elementInstanceKey']) === String(stands.key),
    ).length;
  return count('CREATED') > 0 && count('CREATED') === count('CREATING');
}

/** When the open timer of this event comes due, in milliseconds since the epoch. */
export function timerDueAt(records: readonly EngineRecord[], elementId: string): number | undefined {
  const timers = records.filter(
    (record) => record.valueType === 'TIMER' && record.value['targetElementId'] === elementId,
  );
  const created = timers.filter(({ intent }) => intent === 'CREATED').at(-1);
  const isOpen = timers.filter(({ key }) => key === created?.key).length === 1;
  return isOpen ? Number(created?.value['dueDate']) : undefined;
}

/** Whether the case has ended and nothing of it is still being closed. */
export function isSettled(records: readonly EngineRecord[]): boolean {
  const ended = records.some(
    (record) =>
      isOf(record, 'PROCESS_INSTANCE', 'ELEMENT_COMPLETED') && record.value['bpmnElementType'] === 'PROCESS',
  );
  const count = (valueType: string, ...intents: string[]): number =>
    intents.reduce(
      (sum, intent) => sum + records.filter((record) => isOf(record, valueType, intent)).length,
      0,
    );
  return (
    ended &&
    count('MESSAGE_SUBSCRIPTION', 'CREATED') === count('MESSAGE_SUBSCRIPTION', 'CORRELATED', 'DELETED') &&
    count('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED') ===
      count('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED', 'DELETED')
  );
}
