/** Start instructions: the instance begins at elements of the caller's choice. */
import type { ExecutableElement, ElementType } from '../../bpmn/model';
import type { Rejection } from '../failure';
import type { ProcessModel } from '../model/process-model';
import type { StartInstruction } from '../values';

const REFUSED_TYPES: readonly ElementType[] = ['START_EVENT', 'BOUNDARY_EVENT', 'SEQUENCE_FLOW'];
/** Zeebe names the types it supports, in an order that it does not define. */
const SUPPORTED_TYPES =
  'PROCESS, SUB_PROCESS, EVENT_SUB_PROCESS, INTERMEDIATE_CATCH_EVENT, INTERMEDIATE_THROW_EVENT, END_EVENT, ' +
  'SERVICE_TASK, RECEIVE_TASK, USER_TASK, MANUAL_TASK, TASK, EXCLUSIVE_GATEWAY, PARALLEL_GATEWAY, ' +
  'EVENT_BASED_GATEWAY, INCLUSIVE_GATEWAY, MULTI_INSTANCE_BODY, CALL_ACTIVITY, BUSINESS_RULE_TASK, SCRIPT_TASK, ' +
  'SEND_TASK';
const BEGIN = 'Expected to create instance of process with start instructions but';

/** Why the instance cannot start there; each check is made of all instructions before the next check. */
export function refuseStartInstructions(
  instructions: readonly StartInstruction[],
  model: ProcessModel,
): Rejection | undefined {
  const ids = instructions.map(({ elementId }) => elementId);
  return (
    first(ids, (id) => model.has(id), missing) ??
    first(ids, (id) => !isInsideMultiInstance(id, model), insideMultiInstance) ??
    first(
      ids,
      (id) => !REFUSED_TYPES.includes(typeOf(model.find(id))),
      (id) => unsupported(id, typeOf(model.find(id))),
    ) ??
    first(ids, (id) => !model.followsEventBasedGateway(id), behindGateway)
  );
}

function isInsideMultiInstance(id: string, model: ProcessModel): boolean {
  if (model.find(id) === undefined) return false;
  return model.scopesAround(id).some(({ element }) => element.type === 'MULTI_INSTANCE_BODY');
}

function typeOf(element: ExecutableElement | undefined): ElementType {
  return element?.type ?? 'SEQUENCE_FLOW';
}

function first(
  ids: readonly string[],
  isFine: (id: string) => boolean,
  describe: (id: string) => string,
): Rejection | undefined {
  const wrong = ids.find((id) => !isFine(id));
  return wrong === undefined
    ? undefined
    : { type: 'INVALID_ARGUMENT', reason: `${BEGIN} ${describe(wrong)}` };
}

const missing = (id: string): string => `no element found with id '${id}'.`;
const insideMultiInstance = (id: string): string =>
  `the element with id '${id}' is inside a multi-instance subprocess. The creation of elements inside a ` +
  'multi-instance subprocess is not supported.';
const unsupported = (id: string, type: ElementType): string =>
  `the element with id '${id}' targets unsupported element type '${type}'. Supported element types are: ` +
  `[${SUPPORTED_TYPES}]`;
const behindGateway = (id: string): string =>
  `the element with id '${id}' belongs to an event-based gateway. The creation of elements belonging to an ` +
  'event-based gateway is not supported.';
