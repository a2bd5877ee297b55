/** A case's history as sentences: what happened, who did it, when. */
import type { CalledInstanceView } from '../../readmodel/called';
import type { ElementInstanceView, InstanceView, TaskView } from '../../readmodel/views';
import { isMessageKey } from '../../text/catalogue';
import type { NameOf } from './kit/people';
import type { Reader } from './kit/renderer';

export interface HistoryLine {
  readonly name: string;
  readonly type: string | null;
  readonly note: string;
  /** ISO 8601. */
  readonly at: string;
  readonly state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED' | 'INCIDENT';
  readonly icon: string;
  /** Routing and waiting points: shown smaller. */
  readonly minor: boolean;
  /** Of a called procedure's own page. */
  readonly href: string | null;
}

export interface HistorySource {
  readonly instance: InstanceView;
  readonly elements: readonly ElementInstanceView[];
  readonly tasks: readonly TaskView[];
  /** What it called, with its steps. */
  readonly called: readonly (CalledInstanceView & { readonly elements: readonly ElementInstanceView[] })[];
}

/** Elements that add nothing to what the opening and closing lines say. */
const silent = new Set(['PROCESS', 'SEQUENCE_FLOW', 'START_EVENT']);
/** In a called procedure: what its caller's history need not tell. */
const silentWhenCalled = new Set([...silent, 'END_EVENT', 'EXCLUSIVE_GATEWAY', 'PARALLEL_GATEWAY']);
const icons: Readonly<Record<string, string>> = {
  USER_TASK: 'user',
  CALL_ACTIVITY: 'procedures',
  MANUAL_TASK: 'user',
  SERVICE_TASK: 'gear',
  SCRIPT_TASK: 'gear',
  BUSINESS_RULE_TASK: 'gear',
  SEND_TASK: 'mailbox',
  RECEIVE_TASK: 'clock',
  END_EVENT: 'flag',
};

export function elementTypeLabel(reader: Reader, elementType: string): string {
  const key = `elementType.${elementType}`;
  return reader.t(isMessageKey(key) ? key : 'elementType.UNKNOWN');
}

function iconOf(elementType: string): string {
  if (elementType.endsWith('GATEWAY')) return 'gateway';
  if (elementType.endsWith('EVENT') && elementType !== 'END_EVENT') return 'clock';
  return icons[elementType] ?? 'check';
}

function noteOf(
  reader: Reader,
  nameOf: NameOf,
  element: ElementInstanceView,
  task: TaskView | undefined,
): string {
  if (element.state === 'TERMINATED') return reader.t('history.terminated');
  if (element.state === 'ACTIVE') {
    const holder = nameOf(task?.assignee ?? null);
    if (holder !== null) return reader.t('history.claimedBy', { name: holder });
    if (task && task.candidateGroups.length > 0) {
      return reader.t('history.activeFor', { groups: groupsLabel(nameOf, task.candidateGroups) });
    }
    return '';
  }
  const doer = nameOf(task?.completedBy ?? null);
  return doer === null ? '' : reader.t('history.by', { name: doer });
}

/** Groups are actor slugs; an account of that name lends its display name. */
export function groupsLabel(nameOf: NameOf, groups: readonly string[]): string {
  return groups.map((group) => nameOf(group)).join(', ');
}

function line(
  reader: Reader,
  nameOf: NameOf,
  element: ElementInstanceView,
  task: TaskView | undefined,
  within: string | null,
): HistoryLine {
  const called = element.calledProcessInstanceKey;
  const minor = element.elementType.endsWith('GATEWAY') || element.elementType.endsWith('CATCH_EVENT');
  const incident = element.hasIncident && element.state === 'ACTIVE';
  return {
    name: element.elementName ?? elementTypeLabel(reader, element.elementType),
    type: within ?? (element.elementName === null ? null : elementTypeLabel(reader, element.elementType)),
    note: noteOf(reader, nameOf, element, task),
    at: element.endedAt ?? element.startedAt,
    state: incident ? 'INCIDENT' : element.state,
    icon: incident ? 'alert' : iconOf(element.elementType),
    minor,
    href: called === null ? null : `/dossiers/${called}`,
  };
}

/** Newest first: what a person comes to see is where the case is now. */
export function historyOf(reader: Reader, nameOf: NameOf, source: HistorySource): HistoryLine[] {
  const { instance, elements, tasks, called } = source;
  const taskOf = new Map(tasks.map((task) => [task.elementInstanceKey, task]));
  const own = elements
    .filter((element) => !silent.has(element.elementType))
    .map((element) => ({ element, within: null }));
  const within = called.flatMap((one) =>
    one.elements
      .filter(({ elementType }) => !silentWhenCalled.has(elementType))
      .map((element) => ({ element, within: one.processName })),
  );
  const steps = [...own, ...within]
    .map((step, index) => ({ ...step, index }))
    .sort((a, b) => compareTimes(b.element, a.element) || b.index - a.index)
    .map(({ element, within: name }) => line(reader, nameOf, element, taskOf.get(element.key), name));
  return [...closing(reader, instance), ...steps, opening(reader, nameOf, instance)];
}

/** Open steps last in time (so first on the page), closed ones by their end. */
function compareTimes(a: ElementInstanceView, b: ElementInstanceView): number {
  const timeOf = (element: ElementInstanceView) =>
    element.endedAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(element.endedAt);
  return timeOf(a) - timeOf(b) || Date.parse(a.startedAt) - Date.parse(b.startedAt);
}

function opening(reader: Reader, nameOf: NameOf, instance: InstanceView): HistoryLine {
  const name = nameOf(instance.initiator);
  return {
    name: name === null ? reader.t('history.opened') : reader.t('history.openedBy', { name }),
    type: null,
    note: '',
    at: instance.startedAt,
    state: 'COMPLETED',
    icon: 'play',
    minor: false,
    href: null,
  };
}

function closing(reader: Reader, instance: InstanceView): HistoryLine[] {
  if (instance.endedAt === null || instance.state === 'ACTIVE') return [];
  const canceled = instance.state === 'CANCELED';
  return [
    {
      name: reader.t(canceled ? 'history.canceled' : 'history.completed'),
      type: null,
      note: '',
      at: instance.endedAt,
      state: canceled ? 'TERMINATED' : 'COMPLETED',
      icon: canceled ? 'alert' : 'check',
      minor: false,
      href: null,
    },
  ];
}
