/** What intermediate throw events and end events do when they are activated. */
import type { EventDefinition, ExecutableElement } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import { findErrorCatchEvent } from '../behaviors/catch-event-analyzer';
import type { ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';

type Definition<T extends EventDefinition['type']> = Extract<EventDefinition, { type: T }>;

export function throwEvent(
  behaviors: Behaviors,
  element: ExecutableElement,
  context: ElementContext,
): Failure | undefined {
  if (element.job !== undefined) return createJob(behaviors, element, context);
  switch (element.event?.type) {
    case 'ERROR':
      return throwError(behaviors, element.event, context);
    case 'ESCALATION':
      return escalate(behaviors, element.event, context);
    case 'COMPENSATION':
      return compensate(behaviors, element, context);
    case 'SIGNAL':
      return behaviors.signals.broadcast(element.event.signal, context) ?? pass(behaviors, context);
    default:
      return pass(behaviors, context);
  }
}

function pass({ transitions }: Behaviors, context: ElementContext): undefined {
  transitions.toActivated(context);
  transitions.complete(context);
}

function createJob(
  { jobs, transitions }: Behaviors,
  element: ExecutableElement,
  context: ElementContext,
): Failure | undefined {
  const properties = jobs.evaluate(element, context);
  if (properties instanceof Failure) return properties;
  jobs.create(context, properties);
  transitions.toActivated(context);
  return undefined;
}

/** The event that catches it ends this one by ending the scope. */
function throwError(
  { state, scopes, transitions, eventHandle, expressions }: Behaviors,
  { error: { code } }: Definition<'ERROR'>,
  context: ElementContext,
): Failure | undefined {
  const errorCode = code?.kind === 'feel' ? expressions.string(code, context.key) : (code?.source ?? '');
  if (errorCode instanceof Failure) return errorCode;
  const caught = findErrorCatchEvent(state, errorCode, scopes.flowScope(context));
  if (caught instanceof Failure) return caught;
  transitions.toActivated(context);
  if (eventHandle.canTrigger(caught.scope, caught.event.id))
    eventHandle.activateElement(caught.event, caught.scope);
  return undefined;
}

/** Goes on unless the event that catches it interrupts. */
function escalate(
  { escalations, transitions }: Behaviors,
  { escalation }: Definition<'ESCALATION'>,
  context: ElementContext,
): Failure | undefined {
  const code = escalations.code(escalation, context);
  if (code instanceof Failure) return code;
  transitions.toActivated(context);
  if (escalations.escalate(code, context)) transitions.complete(context);
  return undefined;
}

/** Waits for the handlers. */
function compensate(
  { compensations, transitions }: Behaviors,
  element: ExecutableElement,
  context: ElementContext,
): undefined {
  transitions.toActivated(context);
  if (!compensations.trigger(element, context)) transitions.complete(context);
}
