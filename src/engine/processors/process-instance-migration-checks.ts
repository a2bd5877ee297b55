/** What a migration must not do. Zeebe checks the instructions first, then element by element as it migrates them. */
import type { ElementType, EventType, ExecutableElement } from '../../bpmn/model';
import type { Rejection } from '../failure';
import type { ModelNode, ProcessModel } from '../model/process-model';
import type { ElementInstance } from '../state/element-instance-state';
import type { StateView } from '../state/engine-state';
import type { ProcessInstanceMigrationValue, ProcessValue } from '../values';
import { CommandRejected } from './command-processor';

export interface Migration {
  /** The process instance, as it was. */
  readonly instance: ElementInstance;
  readonly source: ProcessModel;
  readonly target: ProcessModel;
  readonly targetProcess: ProcessValue;
  /** Element id in the source → in the target. */
  readonly mapping: ReadonlyMap<string, string>;
}

const SUPPORTED_TYPES: readonly ElementType[] = [
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
];
const SUPPORTED_CATCH_EVENTS: readonly EventType[] = ['MESSAGE', 'TIMER', 'SIGNAL'];
const SUPPORTED_EVENTS: readonly EventType[] = ['MESSAGE', 'TIMER', 'SIGNAL', 'ERROR'];

export function refuseMigration(type: Rejection['type'], reason: string): CommandRejected {
  return new CommandRejected({ type, reason });
}

/** Throws `CommandRejected`. */
export function checkInstructions(
  { processInstanceKey, targetProcessDefinitionKey, mappingInstructions }: ProcessInstanceMigrationValue,
  instance: ElementInstance,
  { processes }: StateView,
): void {
  const begin = `Expected to migrate process instance '${processInstanceKey}' but`;
  const sources = mappingInstructions.map(({ sourceElementId }) => sourceElementId);
  const twice = [...new Set(sources.filter((id, index) => sources.indexOf(id) !== index))];
  if (twice.length > 0) {
    const what = `the mapping instructions contain duplicate source element ids '[${twice.join(', ')}]'.`;
    throw refuseMigration('INVALID_ARGUMENT', `${begin} ${what}`);
  }
  if (processes.get(targetProcessDefinitionKey) === undefined) {
    throw refuseMigration(
      'NOT_FOUND',
      'Expected to migrate process instance to process definition but no process definition found with key ' +
        `'${targetProcessDefinitionKey}'`,
    );
  }
  const source = processes.model(instance.value.processDefinitionKey);
  const target = processes.model(targetProcessDefinitionKey);
  const checkId = (model: ProcessModel, which: 'source' | 'target', id: string): void => {
    if (model.has(id)) return;
    const what =
      `mapping instructions contain a non-existing ${which} element id '${id}'. Elements provided in mapping ` +
      `instructions must exist in the ${which} process definition.`;
    throw refuseMigration('INVALID_ARGUMENT', `${begin} ${what}`);
  };
  for (const { sourceElementId, targetElementId } of mappingInstructions) {
    checkId(source, 'source', sourceElementId);
    checkId(target, 'target', targetElementId);
  }
}

/** Returns the id of the element that it becomes. Throws `CommandRejected`. */
export function checkElement(element: ElementInstance, migration: Migration, state: StateView): string {
  const { value } = element;
  const { source, target, mapping } = migration;
  const refuse = (what: string): CommandRejected =>
    refuseMigration(
      'INVALID_STATE',
      `Expected to migrate process instance '${value.processInstanceKey}' but ${what}`,
    );
  const active = `active element with id '${value.elementId}'`;
  const unsupported = describeUnsupported(element, active, source);
  if (unsupported !== undefined) throw refuse(unsupported);
  const targetId = mapping.get(value.elementId);
  if (targetId === undefined) {
    throw refuse(
      `no mapping instruction defined for ${active}. Elements cannot be migrated without a mapping.`,
    );
  }
  const from = source.node(value.elementId);
  const to = target.find(targetId) === undefined ? undefined : target.node(targetId);
  const what =
    describeOtherType(element, targetId, migration, active) ??
    describeOtherScope(element, to, state) ??
    describeEvents(
      eventSubprocessStarts(from, source),
      `active process with id '${value.elementId}'`,
      'subprocesses',
    ) ??
    describeEvents(
      eventSubprocessStarts(to, target),
      `target process with id '${targetId}'`,
      'subprocesses',
    ) ??
    describeEvents(boundaryEvents(from), active, 'boundary') ??
    describeEvents(boundaryEvents(to), `target element with id '${targetId}'`, 'boundary') ??
    describeDetached(from, to, targetId, migration, active) ??
    describeMerged(from, migration, active) ??
    describeOtherEvents(from, migration, active) ??
    describeOtherLoop(from, to, active) ??
    describeConcurrent(element, state);
  if (what !== undefined) throw refuse(what);
  return targetId;
}

function describeUnsupported(
  { value }: ElementInstance,
  active: string,
  source: ProcessModel,
): string | undefined {
  if (!SUPPORTED_TYPES.includes(value.bpmnElementType)) {
    return `${active} has an unsupported type. The migration of a ${value.bpmnElementType} is not supported.`;
  }
  if (value.bpmnElementType !== 'INTERMEDIATE_CATCH_EVENT') return undefined;
  if (!SUPPORTED_CATCH_EVENTS.includes(value.bpmnEventType)) {
    return (
      `${active} is intermediate catch event of type '${value.bpmnEventType}'. Migrating active intermediate ` +
      'catch event of this type is not possible yet.'
    );
  }
  if (!source.followsEventBasedGateway(value.elementId)) return undefined;
  return (
    `${active} is an intermediate catch event attached to an event-based gateway. Migrating active events ` +
    'attached to an event-based gateway is not possible yet.'
  );
}

function describeOtherType(
  { value, loopCounter = 0 }: ElementInstance,
  targetId: string,
  { target }: Migration,
  active: string,
): string | undefined {
  const type = target.find(targetId)?.type ?? 'SEQUENCE_FLOW';
  if (type === value.bpmnElementType) return undefined;
  const isRepeated = loopCounter > 0 && type === 'MULTI_INSTANCE_BODY';
  if (isRepeated && target.inner(targetId).element.type === value.bpmnElementType) return undefined;
  return (
    `${active} and type '${value.bpmnElementType}' is mapped to an element with id '${targetId}' and different ` +
    `type '${type}'. Elements must be mapped to elements of the same type.`
  );
}

/** The scope around it is migrated already. */
function describeOtherScope(
  { value }: ElementInstance,
  to: ModelNode | undefined,
  { elements }: StateView,
): string | undefined {
  const scope = elements.get(value.flowScopeKey);
  const expected = scope?.value.elementId;
  const actual = to?.element.scopeId;
  const isRepeated = to?.element.type === 'MULTI_INSTANCE_BODY' && expected === to.element.id;
  if (scope === undefined || expected === actual || isRepeated) return undefined;
  return (
    `the flow scope of active element with id '${value.elementId}' is changed. The flow scope of the active ` +
    `element is expected to be '${expected}' but was '${actual}'. The flow scope of an element cannot be changed ` +
    'during migration yet.'
  );
}

function eventSubprocessStarts(node: ModelNode | undefined, model: ProcessModel): ExecutableElement[] {
  return (node?.element.eventSubprocesses ?? []).flatMap((id) => model.node(id).startEvents);
}

function boundaryEvents(node: ModelNode | undefined): ExecutableElement[] {
  return (node?.events ?? []).filter(({ type }) => type === 'BOUNDARY_EVENT');
}

function describeEvents(
  events: readonly ExecutableElement[],
  owner: string,
  kind: 'subprocesses' | 'boundary',
): string | undefined {
  const types = events.map(({ eventType }) => eventType).filter((type) => !SUPPORTED_EVENTS.includes(type));
  if (types.length === 0) return undefined;
  if (kind === 'subprocesses') {
    return (
      `${owner} has one or more event subprocesses with start events of types '${types.join(',')}'. Migrating event ` +
      'subprocesses with start events of these types is not possible yet.'
    );
  }
  const which = owner.startsWith('active') ? 'active' : 'target';
  return (
    `${owner} has one or more boundary events of types '${types.join(',')}'. Migrating ${which} elements with ` +
    'boundary events of these types is not possible yet.'
  );
}

function describeDetached(
  from: ModelNode,
  to: ModelNode | undefined,
  targetId: string,
  { mapping }: Migration,
  active: string,
): string | undefined {
  const there = (to?.events ?? []).map(({ id }) => id);
  for (const { id } of from.events) {
    const eventId = mapping.get(id);
    if (eventId === undefined || there.includes(eventId)) continue;
    return (
      `${active} is mapped to an element with id '${targetId}' and has a catch event with id '${id}' that is ` +
      `mapped to a catch event with id '${eventId}'. These mappings detach the catch event from the element in the ` +
      'target process. Catch events must stay attached to the same element instance.'
    );
  }
  return undefined;
}

function describeMerged(from: ModelNode, { mapping }: Migration, active: string): string | undefined {
  const sources = new Map<string, string[]>();
  for (const { id } of from.events) {
    const eventId = mapping.get(id);
    if (eventId !== undefined) sources.set(eventId, [...(sources.get(eventId) ?? []), id]);
  }
  for (const [eventId, ids] of sources) {
    if (ids.length < 2) continue;
    return (
      `${active} has a catch event attached that is mapped to a catch event with id '${eventId}'. There are ` +
      `multiple mapping instructions that target this catch event: '${ids.sort().join("', '")}'. Catch events cannot ` +
      'be merged by process instance migration. Please ensure the mapping instructions target a catch event only once.'
    );
  }
  return undefined;
}

function describeOtherEvents(
  from: ModelNode,
  { mapping, target }: Migration,
  active: string,
): string | undefined {
  for (const { id, eventType } of from.events) {
    const eventId = mapping.get(id);
    if (eventId === undefined) continue;
    const other = target.find(eventId)?.eventType ?? 'UNSPECIFIED';
    if (other === eventType) continue;
    return (
      `${active} has a catch event with id '${id}' that is mapped to a catch event with id '${eventId}'. These catch ` +
      `events have different event types: '${eventType}' and '${other}'. The event type of a catch event cannot be ` +
      'changed by process instance migration. Please ensure the event type of the catch event remains the same or ' +
      'remove the mapping instruction for these catch events.'
    );
  }
  return undefined;
}

function describeOtherLoop(from: ModelNode, to: ModelNode | undefined, active: string): string | undefined {
  const [loop, other] = [from.element.loop, to?.element.loop];
  if (loop === undefined || other === undefined || loop.sequential === other.sequential) return undefined;
  return (
    `${active} has a different loop characteristics than the target element with id '${to?.element.id}'. Both ` +
    'elements must have either sequential or parallel loop characteristics.'
  );
}

function describeConcurrent(
  { key, activeSequenceFlows }: ElementInstance,
  state: StateView,
): string | undefined {
  if (state.eventTriggers.peek(key) === undefined && activeSequenceFlows === 0) return undefined;
  return 'a concurrent command was executed on the process instance. Please retry the migration.';
}
