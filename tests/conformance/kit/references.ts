/** What steps refer to without naming a key, found in the records so far. */
import type { EngineRecord } from '../../../src/protocol/records';

/** Of nothing, but of a partition that there is. */
export const UNKNOWN_KEY = 2251799900000000;

export function newestIncident(records: readonly EngineRecord[]): EngineRecord | undefined {
  return records.filter(({ valueType, intent }) => valueType === 'INCIDENT' && intent === 'CREATED').at(-1);
}

export function openIncidents(records: readonly EngineRecord[]): EngineRecord[] {
  const open = new Map<unknown, EngineRecord>();
  for (const record of records) {
    if (record.valueType !== 'INCIDENT') continue;
    if (record.intent === 'CREATED') open.set(record.key, record);
    if (record.intent === 'RESOLVED') open.delete(record.key);
  }
  return [...open.values()];
}

const ENDS_JOB = new Set(['COMPLETED', 'CANCELED', 'ERROR_THROWN']);

/** Jobs that can be completed, oldest first. */
export function openJobs(records: readonly EngineRecord[], type: string): EngineRecord[] {
  const open = new Map<unknown, EngineRecord>();
  for (const record of records) {
    if (record.valueType !== 'JOB' || record.value['type'] !== type) continue;
    if (record.intent === 'CREATED') open.set(record.key, record);
    if (ENDS_JOB.has(record.intent)) open.delete(record.key);
  }
  return [...open.values()];
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

const RESOURCES: ReadonlySet<string> = new Set(['PROCESS', 'FORM', 'DECISION_REQUIREMENTS']);

/** The newest version of a process, a form or a decision requirements graph that is not deleted, or that version. */
export function resourceKey(records: readonly EngineRecord[], id: string, version?: number): number {
  const of = (intent: string): EngineRecord[] =>
    records.filter(
      ({ valueType, intent: written, value }) =>
        written === intent &&
        RESOURCES.has(valueType) &&
        (value['bpmnProcessId'] ?? value['formId'] ?? value['decisionRequirementsId']) === id,
    );
  const deleted = new Set(of('DELETED').map(({ value }) => deployedKey(value)));
  const wanted = of('CREATED').filter(({ value }) =>
    version === undefined
      ? !deleted.has(deployedKey(value))
      : (value['version'] ?? value['decisionRequirementsVersion']) === version,
  );
  return keyOf(wanted.at(-1));
}

function deployedKey(value: EngineRecord['value']): number {
  return Number(value['processDefinitionKey'] ?? value['formKey'] ?? value['decisionRequirementsKey']);
}

export function newestDecision(records: readonly EngineRecord[], decisionId: string): number {
  const decisions = records.filter(
    ({ valueType, intent, value }) =>
      valueType === 'DECISION' && intent === 'CREATED' && value['decisionId'] === decisionId,
  );
  return keyOf(decisions.at(-1));
}

export function keyOf(record: EngineRecord | undefined): number {
  return record === undefined ? UNKNOWN_KEY : Number(record.key);
}

/** The newest native user task of the element. */
export function userTaskKey(records: readonly EngineRecord[], element: string): number {
  const found = records.findLast(
    ({ valueType, intent, value }) =>
      valueType === 'USER_TASK' && intent === 'CREATING' && value['elementId'] === element,
  );
  return found === undefined ? UNKNOWN_KEY : Number(found.key);
}
