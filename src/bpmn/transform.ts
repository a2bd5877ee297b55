/** From the checked BPMN tree to the executable model. The file has passed the deployment rules. */
import {
  body,
  child,
  eventDefinitions,
  expressionOf,
  extension,
  flowElements,
  idOf,
  isA,
  isExecutable,
  processes,
  text,
  type Element,
} from './element';
import { ElementType, type ExecutableElement, type ExecutableProcess, type SequenceFlow } from './model';
import { eventTypeOf, eventOf } from './transform-events';
import { loopOf } from './transform-loop';
import {
  calledDecisionOf,
  calledElementOf,
  jobOf,
  listenersOf,
  mappingsOf,
  scriptOf,
  userTaskOf,
} from './transform-tasks';

const TYPES: Readonly<Record<string, ElementType>> = {
  'bpmn:StartEvent': ElementType.START_EVENT,
  'bpmn:IntermediateCatchEvent': ElementType.INTERMEDIATE_CATCH_EVENT,
  'bpmn:IntermediateThrowEvent': ElementType.INTERMEDIATE_THROW_EVENT,
  'bpmn:BoundaryEvent': ElementType.BOUNDARY_EVENT,
  'bpmn:EndEvent': ElementType.END_EVENT,
  'bpmn:ServiceTask': ElementType.SERVICE_TASK,
  'bpmn:ReceiveTask': ElementType.RECEIVE_TASK,
  'bpmn:UserTask': ElementType.USER_TASK,
  'bpmn:ManualTask': ElementType.MANUAL_TASK,
  'bpmn:Task': ElementType.TASK,
  'bpmn:ScriptTask': ElementType.SCRIPT_TASK,
  'bpmn:BusinessRuleTask': ElementType.BUSINESS_RULE_TASK,
  'bpmn:SendTask': ElementType.SEND_TASK,
  'bpmn:ExclusiveGateway': ElementType.EXCLUSIVE_GATEWAY,
  'bpmn:ParallelGateway': ElementType.PARALLEL_GATEWAY,
  'bpmn:InclusiveGateway': ElementType.INCLUSIVE_GATEWAY,
  'bpmn:EventBasedGateway': ElementType.EVENT_BASED_GATEWAY,
  'bpmn:CallActivity': ElementType.CALL_ACTIVITY,
  'bpmn:SubProcess': ElementType.SUB_PROCESS,
};

export function transformDefinitions(root: Element): readonly ExecutableProcess[] {
  return processes(root).filter(isExecutable).map(transformProcess);
}

function transformProcess(process: Element): ExecutableProcess {
  const { nodes, flows } = collect(process);
  const elements = new Map<string, ExecutableElement>();
  elements.set(idOf(process), scopeOf(process, ElementType.PROCESS, nodes, flows));
  for (const node of nodes) elements.set(idOf(node), elementOf(node, nodes, flows));
  return deepFreeze({
    bpmnProcessId: idOf(process),
    ...optional('name', text(process, 'name')),
    ...optional('versionTag', text(extension(process, 'zeebe:VersionTag'), 'value')),
    elements,
    flows: new Map(flows.map((flow) => [idOf(flow), sequenceFlowOf(flow)])),
  });
}

/** Flow nodes and sequence flows at every depth, in document order. */
function collect(scope: Element): { nodes: Element[]; flows: Element[] } {
  const nodes: Element[] = [];
  const flows: Element[] = [];
  for (const element of flowElements(scope)) {
    if (isA(element, 'bpmn:SequenceFlow')) flows.push(element);
    if (TYPES[element.$type] === undefined) continue;
    nodes.push(element);
    if (!isA(element, 'bpmn:SubProcess')) continue;
    const inner = collect(element);
    nodes.push(...inner.nodes);
    flows.push(...inner.flows);
  }
  return { nodes, flows };
}

function elementOf(node: Element, nodes: readonly Element[], flows: readonly Element[]): ExecutableElement {
  const type = typeOf(node);
  return {
    ...scopeOf(node, type, nodes, flows),
    eventType: eventTypeOf(node),
    scopeId: idOf(node.$parent),
    ...optional('defaultFlow', text(child(node, 'default'), 'id')),
    ...optional('event', eventOf(node)),
    ...optional('interrupting', interruptionOf(node, type)),
    ...optional('attachedTo', text(child(node, 'attachedToRef'), 'id')),
    ...optional('job', jobOf(node)),
    ...optional('userTask', userTaskOf(node)),
    ...optional('script', scriptOf(node)),
    ...optional('calledDecision', calledDecisionOf(node)),
    ...optional('calledElement', calledElementOf(node)),
    ...optional('loop', loopOf(node)),
  };
}

function typeOf(node: Element): ElementType {
  if (node['triggeredByEvent'] === true) return ElementType.EVENT_SUB_PROCESS;
  return TYPES[node.$type] ?? ElementType.TASK;
}

function scopeOf(
  node: Element,
  type: ElementType,
  nodes: readonly Element[],
  flows: readonly Element[],
): ExecutableElement {
  const inside = nodes.filter((other) => other.$parent === node);
  const starts = inside.filter((other) => isA(other, 'bpmn:StartEvent'));
  const noneStart = starts.find((start) => eventDefinitions(start).length === 0);
  return {
    id: idOf(node),
    ...optional('name', text(node, 'name')),
    type,
    eventType: eventTypeOf(node),
    incoming: flows.filter((flow) => child(flow, 'targetRef') === node).map(idOf),
    outgoing: flows.filter((flow) => child(flow, 'sourceRef') === node).map(idOf),
    inputs: mappingsOf(node, 'inputParameters'),
    outputs: mappingsOf(node, 'outputParameters'),
    boundaryEvents: nodes.filter((other) => child(other, 'attachedToRef') === node).map(idOf),
    children: inside.map(idOf),
    ...optional('noneStart', noneStart === undefined ? undefined : idOf(noneStart)),
    startEvents: starts.map(idOf),
    ...optional('startListeners', listenersOf(node, 'start')),
    ...optional('endListeners', listenersOf(node, 'end')),
    eventSubprocesses: inside.filter((other) => other['triggeredByEvent'] === true).map(idOf),
  };
}

function interruptionOf(node: Element, type: ElementType): boolean | undefined {
  if (type === ElementType.BOUNDARY_EVENT) return node['cancelActivity'] !== false;
  return type === ElementType.START_EVENT ? node['isInterrupting'] !== false : undefined;
}

function sequenceFlowOf(flow: Element): SequenceFlow {
  const condition = body(child(flow, 'conditionExpression'));
  return {
    id: idOf(flow),
    sourceId: idOf(child(flow, 'sourceRef')),
    targetId: idOf(child(flow, 'targetRef')),
    ...optional('condition', condition === undefined ? undefined : expressionOf(condition)),
    scopeId: idOf(flow.$parent),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
