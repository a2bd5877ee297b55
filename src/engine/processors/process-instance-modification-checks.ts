/** What a modification must not ask for; each check is made of all instructions before the next check. */
import type { ElementType, ExecutableElement } from '../../bpmn/model';
import type { Rejection } from '../failure';
import type { ProcessModel } from '../model/process-model';
import type { ElementInstance } from '../state/element-instance-state';
import type { StateView } from '../state/engine-state';
import type { ActivateInstruction, TerminateInstruction } from '../values';

interface Instructions {
  readonly activateInstructions: readonly Omit<ActivateInstruction, 'ancestorScopeKeys'>[];
  readonly terminateInstructions: readonly TerminateInstruction[];
}

interface Check extends Instructions {
  readonly instance: ElementInstance;
  readonly model: ProcessModel;
  readonly state: StateView;
}

const REFUSED_TYPES: readonly ElementType[] = ['START_EVENT', 'SEQUENCE_FLOW', 'BOUNDARY_EVENT'];
/** In Zeebe's order. */
const SUPPORTED_TYPES =
  'PROCESS, SUB_PROCESS, EVENT_SUB_PROCESS, INTERMEDIATE_CATCH_EVENT, INTERMEDIATE_THROW_EVENT, END_EVENT, ' +
  'SERVICE_TASK, RECEIVE_TASK, USER_TASK, MANUAL_TASK, TASK, EXCLUSIVE_GATEWAY, PARALLEL_GATEWAY, ' +
  'EVENT_BASED_GATEWAY, INCLUSIVE_GATEWAY, MULTI_INSTANCE_BODY, CALL_ACTIVITY, BUSINESS_RULE_TASK, SCRIPT_TASK, ' +
  'SEND_TASK';

export function refuseModification(
  instructions: Instructions,
  instance: ElementInstance,
  state: StateView,
): Rejection | undefined {
  const model = state.processes.model(instance.value.processDefinitionKey);
  const check: Check = { ...instructions, instance, model, state };
  const what =
    unknownElements(check) ??
    eventsBehindGateways(check) ??
    unsupportedElements(check) ??
    unknownInstances(check) ??
    unknownScopes(check) ??
    scopesElsewhere(check) ??
    endedAncestors(check) ??
    ancestorsElsewhere(check) ??
    ancestorsOfOthers(check);
  if (what === undefined) return undefined;
  const reason = `Expected to modify instance of process '${instance.value.bpmnProcessId}' but ${what}`;
  return { type: 'INVALID_ARGUMENT', reason };
}

const listed = (items: readonly (string | number)[]): string => [...new Set(items)].join("', '");

function idsToActivate({ activateInstructions }: Check): string[] {
  return [...new Set(activateInstructions.map(({ elementId }) => elementId))];
}

function unknownElements(check: Check): string | undefined {
  const unknown = idsToActivate(check).filter((id) => !check.model.has(id));
  if (unknown.length === 0) return undefined;
  return `it contains one or more activate instructions with an element that could not be found: '${listed(unknown)}'`;
}

function unsupported(ids: readonly string[], why: string): string {
  return `it contains one or more activate instructions for elements that are unsupported: '${listed(ids)}'. ${why}.`;
}

function eventsBehindGateways(check: Check): string | undefined {
  const events = idsToActivate(check).filter((id) => check.model.followsEventBasedGateway(id));
  if (events.length === 0) return undefined;
  return unsupported(events, 'The activation of events belonging to an event-based gateway is not supported');
}

function typeOf(element: ExecutableElement | undefined): ElementType {
  return element?.type ?? 'SEQUENCE_FLOW';
}

function unsupportedElements(check: Check): string | undefined {
  const type = (id: string): ElementType => typeOf(check.model.find(id));
  const wrong = idsToActivate(check).filter((id) => REFUSED_TYPES.includes(type(id)));
  if (wrong.length === 0) return undefined;
  return unsupported(
    wrong,
    `The activation of elements with type '${listed(wrong.map(type))}' is not supported. ` +
      `Supported element types are: [${SUPPORTED_TYPES}]`,
  );
}

function unknownInstances({ terminateInstructions, state }: Check): string | undefined {
  const unknown = terminateInstructions
    .map(({ elementInstanceKey }) => elementInstanceKey)
    .filter((key) => state.elements.get(key) === undefined);
  if (unknown.length === 0) return undefined;
  return (
    'it contains one or more terminate instructions with an element instance that could not be found: ' +
    `'${listed(unknown)}'`
  );
}

function scopeIdsOf({ variableInstructions }: Check['activateInstructions'][number]): string[] {
  return variableInstructions.map(({ elementId }) => elementId).filter((id) => id !== '');
}

function unknownScopes({ activateInstructions, model }: Check): string | undefined {
  const unknown = activateInstructions.flatMap(scopeIdsOf).filter((id) => !model.has(id));
  if (unknown.length === 0) return undefined;
  return (
    'it contains one or more variable instructions with a scope element id that could not be found: ' +
    `'${listed(unknown)}'`
  );
}

function scopesElsewhere({ activateInstructions, model }: Check): string | undefined {
  const elsewhere = activateInstructions.some((instruction) =>
    scopeIdsOf(instruction).some(
      (id) => id !== instruction.elementId && !isAround(id, instruction.elementId, model),
    ),
  );
  if (!elsewhere) return undefined;
  return (
    "it contains one or more variable instructions with a scope element that doesn't belong to the activating " +
    "element's flow scope. These variables should be set before or after the modification."
  );
}

function isAround(scopeId: string, elementId: string, model: ProcessModel): boolean {
  let scope = model.scopeOf(model.element(elementId));
  while (scope !== undefined && scope.element.id !== scopeId) scope = model.scopeOf(scope.element);
  return scope !== undefined;
}

function ancestorKeys({ activateInstructions }: Check): number[] {
  const keys = activateInstructions.map(({ ancestorScopeKey }) => ancestorScopeKey);
  return [...new Set(keys.filter((key) => key > 0))];
}

function endedAncestors(check: Check): string | undefined {
  const ended = ancestorKeys(check).filter((key) => {
    const state = check.state.elements.get(key)?.state;
    return state !== 'ELEMENT_ACTIVATED' && state !== 'ELEMENT_ACTIVATING';
  });
  if (ended.length === 0) return undefined;
  return (
    'it contains one or more activate instructions with an ancestor scope key that does not exist, or is not in ' +
    `an active state: '${listed(ended)}'`
  );
}

function ancestorsElsewhere(check: Check): string | undefined {
  const elsewhere = ancestorKeys(check).filter(
    (key) => check.state.elements.get(key)?.value.processInstanceKey !== check.instance.key,
  );
  if (elsewhere.length === 0) return undefined;
  return (
    'it contains one or more activate instructions with an ancestor scope key that does not belong to the ' +
    `modified process instance: '${listed(elsewhere)}'`
  );
}

function ancestorsOfOthers({ activateInstructions, model, state }: Check): string | undefined {
  const lines = activateInstructions.flatMap(({ ancestorScopeKey, elementId }) => {
    const ancestorId = state.elements.get(ancestorScopeKey)?.value.elementId;
    if (ancestorId === undefined || isAround(ancestorId, elementId, model)) return [];
    return [
      `\n- instance '${ancestorScopeKey}' of element '${ancestorId}' is not an ancestor of element '${elementId}'`,
    ];
  });
  if (lines.length === 0) return undefined;
  return (
    'it contains one or more activate instructions with an ancestor scope key that is not an ancestor of the ' +
    `element to activate:${lines.join('')}`
  );
}
