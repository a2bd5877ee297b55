/** What stands in a trial, read from the engine's records as they come. */
import type { EngineRecord } from '../protocol/records';
import { NATIVE_USER_TASK, USER_TASK_JOB_TYPE, UserTaskHeader } from '../protocol/records';

export type Waiting = {
  /** Of the job, user task, timer, incident or subscription. */
  readonly key: number;
  readonly process: string;
  readonly element: string;
  /** Whose variables it sees; -1: none. */
  readonly scopeKey: number;
} & (
  | { readonly kind: 'TASK'; readonly isNative: boolean; readonly formKey: string | null }
  | { readonly kind: 'WORKER'; readonly jobType: string }
  | { readonly kind: 'MESSAGE'; readonly name: string; readonly correlationKey: string }
  | { readonly kind: 'START_MESSAGE'; readonly name: string }
  | { readonly kind: 'SIGNAL'; readonly name: string }
  | { readonly kind: 'TIMER'; readonly dueAt: number }
  | {
      readonly kind: 'INCIDENT';
      readonly errorType: string;
      readonly message: string;
      readonly jobKey: number;
    }
);

export interface Passage {
  readonly process: string;
  readonly element: string;
}

export interface Instance {
  readonly key: number;
  readonly process: string;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
}

type Value = Readonly<Record<string, unknown>>;
const text = (value: Value, name: string): string => String(value[name] ?? '');
const number = (value: Value, name: string): number => Number(value[name] ?? -1);
const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const closing = new Set([
  'COMPLETED',
  'CANCELED',
  'ERROR_THROWN',
  'TRIGGERED',
  'RESOLVED',
  'DELETED',
  'DELETING',
]);
const drawnApart = new Set(['PROCESS', 'SEQUENCE_FLOW', 'MULTI_INSTANCE_BODY']);

export class Observed {
  readonly waiting = new Map<string, Waiting>();
  /** Process instances in the order in which they began. */
  readonly instances = new Map<number, Instance>();
  /** Elements in the order in which they began. */
  readonly path: Passage[] = [];
  /** End events that were reached. */
  readonly ends: Passage[] = [];
  /** By instance and name; what stays when the instance has ended. */
  readonly variables = new Map<number, Map<string, unknown>>();
  /** By element: tokens, completions, flows taken. */
  readonly active = new Map<string, number>();
  readonly completed = new Map<string, number>();
  readonly flows = new Map<string, number>();
  readonly formsByKey = new Map<string, Value>();
  readonly formsById = new Map<string, Value>();
  private readonly processOf = new Map<number, string>();

  apply(record: EngineRecord): void {
    if (record.recordType !== 'EVENT') return;
    const { value, intent } = record;
    const key = Number(record.key);
    switch (record.valueType) {
      case 'PROCESS':
        this.processOf.set(number(value, 'processDefinitionKey'), text(value, 'bpmnProcessId'));
        return;
      case 'FORM':
        this.form(value);
        return;
      case 'PROCESS_INSTANCE':
        this.element(intent, key, value);
        return;
      case 'VARIABLE':
        this.variable(value);
        return;
      default:
        this.wait(record.valueType, intent, key, value);
    }
  }

  private form(value: Value): void {
    const schema: unknown = JSON.parse(Buffer.from(text(value, 'resource'), 'base64').toString('utf8'));
    if (!isObject(schema)) return;
    this.formsByKey.set(text(value, 'formKey'), schema);
    this.formsById.set(text(value, 'formId'), schema);
  }

  private element(intent: string, key: number, value: Value): void {
    const [process, element, type] = [
      text(value, 'bpmnProcessId'),
      text(value, 'elementId'),
      text(value, 'bpmnElementType'),
    ];
    const at = `${process}/${element}`;
    const add = (counts: Map<string, number>, n: number) => counts.set(at, (counts.get(at) ?? 0) + n);
    if (type === 'PROCESS') {
      if (intent === 'ELEMENT_ACTIVATING') this.instances.set(key, { key, process, state: 'ACTIVE' });
      const instance = this.instances.get(key);
      if (instance === undefined) return;
      if (intent === 'ELEMENT_COMPLETED') instance.state = 'COMPLETED';
      if (intent === 'ELEMENT_TERMINATED') instance.state = 'TERMINATED';
      return;
    }
    if (intent === 'SEQUENCE_FLOW_TAKEN') add(this.flows, 1);
    if (drawnApart.has(type)) return;
    if (intent === 'ELEMENT_ACTIVATING') {
      this.path.push({ process, element });
      add(this.active, 1);
    }
    if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') add(this.active, -1);
    if (intent === 'ELEMENT_COMPLETED') {
      add(this.completed, 1);
      if (type === 'END_EVENT') this.ends.push({ process, element });
    }
  }

  private variable(value: Value): void {
    const scope = number(value, 'scopeKey');
    if (scope !== number(value, 'processInstanceKey')) return;
    const known = this.variables.get(scope) ?? new Map<string, unknown>();
    known.set(text(value, 'name'), JSON.parse(text(value, 'value')));
    this.variables.set(scope, known);
  }

  private wait(valueType: string, intent: string, key: number, value: Value): void {
    const id = `${valueType}-${String(key)}`;
    if (closing.has(intent)) this.waiting.delete(id);
    if (
      valueType === 'PROCESS_MESSAGE_SUBSCRIPTION' &&
      intent === 'CORRELATED' &&
      value['interrupting'] === true
    )
      this.waiting.delete(id);
    // A job whose retries are used up has an incident; it waits again when that is resolved.
    if (valueType === 'JOB' && intent === 'FAILED') this.waiting.delete(id);
    const found = waitingOf(valueType, intent, value);
    if (found === null) return;
    const process =
      text(value, 'bpmnProcessId') || (this.processOf.get(number(value, 'processDefinitionKey')) ?? '');
    this.waiting.set(id, { key, process, scopeKey: number(value, 'elementInstanceKey'), ...found });
  }
}

type Found = Waiting extends infer One
  ? One extends Waiting
    ? Omit<One, 'key' | 'process' | 'scopeKey'> & { scopeKey?: number }
    : never
  : never;

function waitingOf(valueType: string, intent: string, value: Value): Found | null {
  const element = text(value, 'elementId');
  if (valueType === 'JOB' && (intent === 'CREATED' || intent === 'RETRIES_UPDATED'))
    return jobOf(value, element);
  if (intent !== 'CREATED') return null;
  switch (valueType) {
    case 'USER_TASK':
      return {
        kind: 'TASK',
        element,
        isNative: true,
        formKey: number(value, 'formKey') > 0 ? text(value, 'formKey') : null,
      };
    case 'PROCESS_MESSAGE_SUBSCRIPTION':
      return {
        kind: 'MESSAGE',
        element,
        name: text(value, 'messageName'),
        correlationKey: text(value, 'correlationKey'),
      };
    case 'MESSAGE_START_EVENT_SUBSCRIPTION':
      return {
        kind: 'START_MESSAGE',
        element: text(value, 'startEventId'),
        name: text(value, 'messageName'),
      };
    case 'SIGNAL_SUBSCRIPTION':
      return {
        kind: 'SIGNAL',
        element: text(value, 'catchEventId'),
        name: text(value, 'signalName'),
        scopeKey: number(value, 'catchEventInstanceKey'),
      };
    case 'TIMER':
      return { kind: 'TIMER', element: text(value, 'targetElementId'), dueAt: number(value, 'dueDate') };
    case 'INCIDENT':
      return {
        kind: 'INCIDENT',
        element,
        errorType: text(value, 'errorType'),
        message: text(value, 'errorMessage'),
        jobKey: number(value, 'jobKey'),
        scopeKey: number(value, 'variableScopeKey'),
      };
    default:
      return null;
  }
}

function jobOf(value: Value, element: string): Found {
  const jobType = text(value, 'type');
  if (jobType !== USER_TASK_JOB_TYPE && jobType !== NATIVE_USER_TASK)
    return { kind: 'WORKER', element, jobType };
  const headers = isObject(value['customHeaders']) ? value['customHeaders'] : {};
  return { kind: 'TASK', element, isNative: false, formKey: text(headers, UserTaskHeader.FORM_KEY) || null };
}
