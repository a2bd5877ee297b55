/**
 * Whether a running case can go on in another version of its diagram, before anybody tries: the rules of Zeebe 8.6's
 * MigrateProcessInstance. Elements are mapped by equal ids, but for those that are told to have another id now. The engine has the last word; what this refuses it refuses too.
 */
import { parseDeployedBpmn } from '../bpmn';
import type { ExecutableElement, ExecutableProcess } from '../bpmn/model';

/** An active element of the case. */
export interface ActiveElement {
  readonly elementId: string;
  /** Zeebe's `bpmnElementType`. */
  readonly elementType: string;
}

export interface MigrationPlan {
  /** Element ids of both versions that stay what they are. */
  readonly mapping: ReadonlyMap<string, string>;
  /** French sentences; empty: the case can go on. */
  reasons(active: readonly ActiveElement[]): readonly string[];
}

const movable: ReadonlySet<string> = new Set([
  'PROCESS',
  'SERVICE_TASK',
  'USER_TASK',
  'SUB_PROCESS',
  'CALL_ACTIVITY',
  'INTERMEDIATE_CATCH_EVENT',
  'RECEIVE_TASK',
  'EVENT_SUB_PROCESS',
  'EXCLUSIVE_GATEWAY',
  'EVENT_BASED_GATEWAY',
  'BUSINESS_RULE_TASK',
  'SCRIPT_TASK',
  'SEND_TASK',
  'MULTI_INSTANCE_BODY',
]);
const movableCatch: ReadonlySet<string> = new Set(['MESSAGE', 'TIMER', 'SIGNAL']);
const movableEvents: ReadonlySet<string> = new Set(['MESSAGE', 'TIMER', 'SIGNAL', 'ERROR']);

const called = ({ id, name }: ExecutableElement): string => `« ${name ?? id} »`;
const at = (process: ExecutableProcess, id: string): ExecutableElement | undefined =>
  process.elements.get(id);

const isEvent = ({ type }: ExecutableElement): boolean => type === 'BOUNDARY_EVENT' || type === 'START_EVENT';

/** May one be said to have become the other? */
function isSame(from: ExecutableElement, to: ExecutableElement | undefined): boolean {
  if (to === undefined || to.type !== from.type) return false;
  if (!isEvent(from)) return true;
  return to.eventType === from.eventType && to.attachedTo === from.attachedTo && to.scopeId === from.scopeId;
}

const eventsOf = (process: ExecutableProcess, element: ExecutableElement): readonly ExecutableElement[] =>
  [
    ...element.boundaryEvents,
    ...element.eventSubprocesses.flatMap((id) => at(process, id)?.startEvents ?? []),
  ].flatMap((id) => at(process, id) ?? []);

const fixedEvent = (process: ExecutableProcess, element: ExecutableElement): ExecutableElement | undefined =>
  eventsOf(process, element).find(({ eventType }) => !movableEvents.has(eventType));

function followsEventGateway(process: ExecutableProcess, { incoming }: ExecutableElement): boolean {
  return incoming.some((id) => {
    const source = process.flows.get(id)?.sourceId;
    return source !== undefined && at(process, source)?.type === 'EVENT_BASED_GATEWAY';
  });
}

/** Null: it can go on. */
function reasonOf(
  source: ExecutableProcess,
  target: ExecutableProcess,
  becomes: (elementId: string) => string,
  { elementId, elementType }: ActiveElement,
): string | null {
  const from = at(source, elementId);
  if (from === undefined) return `L’étape « ${elementId} » n’est pas dans la version du dossier.`;
  if (!movable.has(elementType))
    return `${called(from)} : un dossier qui attend à une étape de cette sorte ne se déplace pas.`;
  if (elementType === 'INTERMEDIATE_CATCH_EVENT') {
    if (!movableCatch.has(from.eventType))
      return `${called(from)} : un dossier qui attend un tel évènement ne se déplace pas.`;
    if (followsEventGateway(source, from))
      return `${called(from)} suit un choix d’évènements : le dossier ne se déplace pas de là.`;
  }
  const to = at(target, becomes(elementId));
  if (to === undefined) return `${called(from)}, où le dossier se trouve, n’existe plus.`;
  if (to.type !== from.type) return `${called(from)} est devenue une étape d’une autre sorte.`;
  if ((from.loop === undefined) !== (to.loop === undefined) || from.loop?.sequential !== to.loop?.sequential)
    return `${called(from)} ne se répète plus de la même façon.`;
  if (elementType !== 'PROCESS' && becomes(from.scopeId ?? '') !== (to.scopeId ?? ''))
    return `${called(from)} a changé de sous-processus.`;
  const fixed = fixedEvent(source, from) ?? fixedEvent(target, to);
  if (fixed !== undefined)
    return `${called(from)} porte un évènement d’une sorte qui ne se déplace pas (${called(fixed)}).`;
  return null;
}

async function processOf(xml: string, bpmnProcessId: string): Promise<ExecutableProcess | undefined> {
  const parsed = await parseDeployedBpmn(xml);
  return parsed.ok ? parsed.processes.find((one) => one.bpmnProcessId === bpmnProcessId) : undefined;
}

/**
 * `renamed`: elements that have another id in the target, by their id in the source.
 * Null when one of the diagrams cannot be read, or has no such process.
 */
export async function planMigration(
  sourceXml: string,
  targetXml: string,
  bpmnProcessId: string,
  renamed: ReadonlyMap<string, string> = new Map(),
): Promise<MigrationPlan | null> {
  const [source, target] = [
    await processOf(sourceXml, bpmnProcessId),
    await processOf(targetXml, bpmnProcessId),
  ];
  if (source === undefined || target === undefined) return null;
  const becomes = (id: string): string => renamed.get(id) ?? id;
  const kept = [...source.elements.values()].filter(
    (element) => element.id !== bpmnProcessId && isSame(element, at(target, element.id)),
  );
  return {
    mapping: new Map([...kept.map(({ id }) => [id, id] as const), ...renamed]),
    reasons: (active) => [
      ...new Set(active.flatMap((element) => reasonOf(source, target, becomes, element) ?? [])),
    ],
  };
}
