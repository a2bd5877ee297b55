/** What steps refer to without naming a key, found in the records so far. */
import type { EngineRecord } from '../../../src/protocol/records';

const NOWHERE = 0;

export function newestIncident(records: readonly EngineRecord[]): number {
  const created = records.filter(({ valueType, intent }) => valueType === 'INCIDENT' && intent === 'CREATED');
  return keyOf(created.at(-1));
}

/** The newest instance of an element. */
export function newestInstance(records: readonly EngineRecord[], elementId: string): number {
  const activating = records.filter(
    ({ valueType, intent, value }) =>
      valueType === 'PROCESS_INSTANCE' && intent === 'ELEMENT_ACTIVATING' && value['elementId'] === elementId,
  );
  return keyOf(activating.at(-1));
}

/** The newest process instance that has not ended. @param root only those that nothing called */
export function openInstance(records: readonly EngineRecord[], root = false): number {
  const ended = new Set(
    records
      .filter(({ intent }) => intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED')
      .map(({ key }) => String(key)),
  );
  const open = records.filter(
    ({ intent, value, key }) =>
      intent === 'ELEMENT_ACTIVATED' &&
      value['bpmnElementType'] === 'PROCESS' &&
      !ended.has(String(key)) &&
      !(root && Number(value['parentProcessInstanceKey']) > 0),
  );
  return keyOf(open.at(-1));
}

/** Of no resource, but of a partition that there is. */
export const UNKNOWN_KEY = 2251799900000000;

/** The newest version of a process or a form that is not deleted, or that version. */
export function resourceKey(records: readonly EngineRecord[], id: string, version?: number): number {
  const of = (intent: string): EngineRecord[] =>
    records.filter(
      (record) =>
        record.intent === intent &&
        (record.valueType === 'PROCESS' || record.valueType === 'FORM') &&
        (record.value['bpmnProcessId'] ?? record.value['formId']) === id,
    );
  const deleted = of('DELETED').map(({ value }) => value['version']);
  const wanted = of('CREATED').filter(({ value }) =>
    version === undefined ? !deleted.includes(value['version']) : value['version'] === version,
  );
  return wanted.length === 0 ? UNKNOWN_KEY : keyOf(wanted.at(-1));
}

export function newestDecision(records: readonly EngineRecord[], decisionId: string): number {
  const decisions = records.filter(
    ({ valueType, value }) => valueType === 'DECISION' && value['decisionId'] === decisionId,
  );
  return keyOf(decisions.at(-1));
}

function keyOf(record: EngineRecord | undefined): number {
  return record === undefined ? NOWHERE : Number(record.key);
}
