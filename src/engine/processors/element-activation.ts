/**
 * Activates an element out of turn, for start instructions and modifications: the scopes around it that are not
 * active are activated by events, the element itself by a command.
 */
import type { ExecutableElement } from '../../bpmn/model';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { StateView } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessInstanceValue } from '../values';
import { NO_KEY } from '../values';
import { CommandRejected, type ProcessorContext } from './command-processor';

/** Where the element goes. */
export interface Activation {
  /** Of the process instance. */
  readonly instance: ProcessInstanceValue;
  readonly element: ExecutableElement;
  /** Instance of a scope in which to activate it; -1 leaves no choice to make. */
  readonly ancestorKey: number;
  /** Called for each scope around the element, and for the element, when its variables can be written. */
  readonly onScope?: (elementId: string, key: number) => void;
}

/** Returns the keys of the scopes that the element is in, outermost first. */
export function activateElementOutOfTurn(activation: Activation, context: ProcessorContext): number[] {
  const { instance, element, onScope } = activation;
  const keys: number[] = [];
  let scopeKey = instance.processInstanceKey;
  let around: ModelNode | undefined;
  for (const scope of context.state.processes.model(instance.processDefinitionKey).scopesAround(element.id)) {
    const active = findActive(scope, scopeKey, activation, context.state);
    if (active === undefined) refuseMultiInstance(scope, around, instance);
    else onScope?.(scope.element.id, active);
    scopeKey = active ?? activateScope(scope, scopeKey, activation, context);
    keys.push(scopeKey);
    around = scope;
  }
  const key = context.writers.nextKey();
  const value = valueOf(element, instance, scopeKey);
  context.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', key, value, { outOfTurn: true });
  onScope?.(element.id, key);
  return keys;
}

/** Neither the body of a multi-instance nor an instance in it is made out of turn. */
function refuseMultiInstance(
  { element }: ModelNode,
  around: ModelNode | undefined,
  { bpmnProcessId }: ProcessInstanceValue,
): void {
  if (element.type !== 'MULTI_INSTANCE_BODY' && around?.element.type !== 'MULTI_INSTANCE_BODY') return;
  const reason =
    `Expected to modify instance of process '${bpmnProcessId}' but it contains one or more activate instructions ` +
    `that would result in the activation of multi-instance element '${element.id}', which is currently unsupported.`;
  throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason });
}

/** The active instance of the scope to use; undefined when a new one is wanted. */
function findActive(
  { element }: ModelNode,
  parentKey: number,
  { ancestorKey, instance }: Activation,
  state: StateView,
): number | undefined {
  const candidates =
    element.type === 'PROCESS'
      ? [state.elements.get(parentKey)].filter((found) => found !== undefined)
      : state.elements.childrenOf(parentKey).filter(({ value }) => value.elementId === element.id);
  const isInAncestor = candidates.some((candidate) => isInside(candidate, ancestorKey, state));
  const [only, ...others] = candidates;
  if (only === undefined || (ancestorKey !== NO_KEY && isInAncestor && others.length === 0)) return undefined;
  if (others.length === 0) return only.key;
  if (ancestorKey !== NO_KEY) {
    if (candidates.some(({ key }) => key === ancestorKey)) return ancestorKey;
    if (isInAncestor) return undefined;
    const ancestor = state.elements.get(ancestorKey);
    const around = candidates.find(({ key }) => ancestor !== undefined && isInside(ancestor, key, state));
    if (around !== undefined) return around.key;
  }
  throw new CommandRejected({
    type: 'INVALID_ARGUMENT',
    reason:
      `Expected to modify instance of process '${instance.bpmnProcessId}' but it contains one or more activate ` +
      `instructions for an element that has a flow scope with more than one active instance: '${element.id}'. ` +
      "Can't decide in which instance of the flow scope the element should be activated. Please specify an " +
      'ancestor element instance key for this activate instruction.',
  });
}

/** The instance lies in the scope with that key, at whatever depth. */
function isInside(instance: ElementInstance, scopeKey: number, state: StateView): boolean {
  let scope: ElementInstance | undefined = instance;
  while (scope !== undefined && scope.value.flowScopeKey !== NO_KEY) {
    if (scope.value.flowScopeKey === scopeKey) return true;
    scope = state.elements.get(scope.value.flowScopeKey);
  }
  return false;
}

function activateScope(
  node: ModelNode,
  parentKey: number,
  { instance, onScope }: Activation,
  { writers, catchEvents }: ProcessorContext,
): number {
  const { element } = node;
  const isProcess = element.type === 'PROCESS';
  const key = isProcess ? instance.processInstanceKey : writers.nextKey();
  const context: ElementContext = { key, value: valueOf(element, instance, isProcess ? NO_KEY : parentKey) };
  writers.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, context.value);
  onScope?.(element.id, key);
  writers.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, context.value);
  const failure = catchEvents.subscribe(node, context);
  if (failure instanceof Failure) {
    const reason = `Expected to subscribe to catch event(s) of '${element.id}' but ${failure.message}`;
    throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason });
  }
  return key;
}

function valueOf(
  element: ExecutableElement,
  instance: ProcessInstanceValue,
  flowScopeKey: number,
): ProcessInstanceValue {
  return {
    ...instance,
    flowScopeKey,
    elementId: element.id,
    bpmnElementType: element.type,
    bpmnEventType: element.eventType,
    parentProcessInstanceKey: NO_KEY,
    parentElementInstanceKey: NO_KEY,
  };
}
