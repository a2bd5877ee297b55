/** Event definitions of catching and throwing elements. */
import {
  body,
  child,
  eventDefinitions,
  expressionOf,
  extension,
  idOf,
  isA,
  text,
  type Element,
} from './element';
import {
  EventType,
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
