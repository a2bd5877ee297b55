/** Event definitions of catching and throwing elements. */
import {
  body,
  child,
  children,
  eventDefinitions,
  expressionOf,
  extension,
  flowElements,
  idOf,
  isA,
  text,
  type Element,
} from './element';
import {
  EventType,
  type EscalationDefinition,
  type ErrorDefinition,
  type EventDefinition,
  type MessageDefinition,
  type SignalDefinition,
  type TimerDefinition,
} from './model';

const EVENT_TYPES: Readonly<Record<string, EventType>> = {
  'bpmn:MessageEventDefinition': EventType.MESSAGE,
  'bpmn:TimerEventDefinition': EventType.TIMER,
  'bpmn:ErrorEventDefinition': EventType.ERROR,
  'bpmn:SignalEventDefinition': EventType.SIGNAL,
  'bpmn:EscalationEventDefinition': EventType.ESCALATION,
  'bpmn:LinkEventDefinition': EventType.LINK,
  'bpmn:CompensateEventDefinition': EventType.COMPENSATION,
  'bpmn:TerminateEventDefinition': EventType.TERMINATE,
};

export function eventTypeOf(node: Element): EventType {
  if (isA(node, 'bpmn:ReceiveTask')) return EventType.MESSAGE;
  if (!isA(node, 'bpmn:Event')) return EventType.UNSPECIFIED;
  const [definition] = eventDefinitions(node);
  return definition === undefined ? EventType.NONE : (EVENT_TYPES[definition.$type] ?? EventType.UNSPECIFIED);
}

export function eventOf(node: Element): EventDefinition | undefined {
  if (isA(node, 'bpmn:ReceiveTask')) return messageEvent(node);
  if (!isA(node, 'bpmn:Event')) return undefined;
  const [definition] = eventDefinitions(node);
  switch (definition?.$type) {
    case undefined:
      return { type: 'NONE' };
    case 'bpmn:TimerEventDefinition':
      return { type: 'TIMER', timer: timerOf(definition as Element) };
    case 'bpmn:MessageEventDefinition':
      return messageEvent(definition as Element);
    case 'bpmn:ErrorEventDefinition':
      return { type: 'ERROR', error: errorOf(child(definition, 'errorRef')) };
    case 'bpmn:SignalEventDefinition':
      return { type: 'SIGNAL', signal: signalOf(child(definition, 'signalRef')) };
    case 'bpmn:EscalationEventDefinition':
      return { type: 'ESCALATION', escalation: escalationOf(child(definition, 'escalationRef')) };
    case 'bpmn:LinkEventDefinition':
      return linkEvent(node, definition as Element);
    case 'bpmn:CompensateEventDefinition':
      return compensationEvent(node, definition as Element);
    case 'bpmn:TerminateEventDefinition':
      return { type: 'TERMINATE' };
    default:
      return undefined;
  }
}

/** A throwing message event may leave the message out: its job says what to do. */
function messageEvent(holder: Element): EventDefinition | undefined {
  const message = child(holder, 'messageRef');
  return message === undefined ? undefined : { type: 'MESSAGE', message: messageOf(message) };
}

function messageOf(message: Element): MessageDefinition {
  const key = text(extension(message, 'zeebe:Subscription'), 'correlationKey');
  return {
    id: idOf(message),
    name: expressionOf(text(message, 'name') ?? ''),
    ...(key === undefined ? {} : { correlationKey: expressionOf(key) }),
  };
}

function signalOf(signal: Element | undefined): SignalDefinition {
  return { id: idOf(signal), name: expressionOf(text(signal, 'name') ?? '') };
}

function escalationOf(escalation: Element | undefined): EscalationDefinition {
  const code = escalation === undefined ? '' : text(escalation, 'escalationCode');
  return { id: idOf(escalation), ...(code !== undefined && { code: expressionOf(code) }) };
}

function linkEvent(node: Element, definition: Element): EventDefinition {
  const name = text(definition, 'name') ?? '';
  if (!isA(node, 'bpmn:ThrowEvent') || node.$parent === undefined) return { type: 'LINK', name };
  const target = flowElements(node.$parent).find(
    (other) =>
      isA(other, 'bpmn:CatchEvent') &&
      eventDefinitions(other).some((link) => isA(link, definition.$type) && text(link, 'name') === name),
  );
  return { type: 'LINK', name, ...(target !== undefined && { catchId: idOf(target) }) };
}

function compensationEvent(node: Element, definition: Element): EventDefinition {
  const association = children(node.$parent, 'artifacts').find(
    (artifact) => isA(artifact, 'bpmn:Association') && child(artifact, 'sourceRef') === node,
  );
  const handler = child(association, 'targetRef');
  const activity = child(definition, 'activityRef');
  return {
    type: 'COMPENSATION',
    ...(handler !== undefined && { handlerId: idOf(handler) }),
    ...(activity !== undefined && { activityId: idOf(activity) }),
  };
}

function timerOf(definition: Element): TimerDefinition {
  for (const [kind, name] of [
    ['duration', 'timeDuration'],
    ['cycle', 'timeCycle'],
    ['date', 'timeDate'],
  ] as const) {
    const time = body(child(definition, name));
    if (time !== undefined) return { kind, expression: expressionOf(time) };
  }
  throw new Error('Expected a checked timer event definition, but it has no time');
}

function errorOf(error: Element | undefined): ErrorDefinition {
  const code = text(error, 'errorCode') ?? '';
  return { id: idOf(error), ...(code === '' ? {} : { code: expressionOf(code) }) };
}
