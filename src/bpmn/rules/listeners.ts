/** Execution listeners: which elements may have them, and what each must say. */
import { children, eventDefinitions, extensions, isA, tagOf, text, type Element } from '../element';
import type { Rule } from './rule';

const SUPPORTED = [
  'process',
  'subProcess',
  'callActivity',
  'task',
  'sendTask',
  'serviceTask',
  'scriptTask',
  'userTask',
  'receiveTask',
  'businessRuleTask',
  'manualTask',
  'startEvent',
  'intermediateThrowEvent',
  'intermediateCatchEvent',
  'boundaryEvent',
  'endEvent',
  'exclusiveGateway',
  'inclusiveGateway',
  'parallelGateway',
  'eventBasedGateway',
];
const COMPENSATION = 'bpmn:CompensateEventDefinition';
/** Zeebe's rule has only these; of others it says so when it reads them. */
const COUNTED = ['bpmn:Gateway', 'bpmn:CatchEvent', 'bpmn:EndEvent'];
const UNSUPPORTED_MOMENT = 'Execution listeners of type';

export const listenerRules: readonly Rule[] = [
  {
    on: ['zeebe:ExecutionListener'],
    check(listener, report) {
      for (const name of ['eventType', 'type']) {
        if (!text(listener, name)) report(`Attribute '${name}' must be present and not empty`);
      }
    },
  },
  {
    on: ['zeebe:ExecutionListeners'],
    check(holder, report) {
      const listeners = children(holder, 'listeners');
      const owner = holder.$parent?.$parent;
      if (listeners.length === 0 || owner === undefined) return;
      if (SUPPORTED.includes(tagOf(owner))) reportTwins(listeners, report);
      else
        report(
          `Execution listeners are not supported for the '${tagOf(owner)}' element. Currently, only ` +
            `[${SUPPORTED.join(', ')}] elements can have execution listeners.`,
        );
    },
  },
  {
    on: ['bpmn:FlowNode', 'bpmn:Process'],
    check(element, report) {
      const holders = extensions(element, 'zeebe:ExecutionListeners');
      if (holders.length > 1 && COUNTED.some((type) => isA(element, type)))
        report('Element must not have more than one execution listeners definition');
      const [holder] = holders;
      if (holder === undefined || holders.length > 1) return;
      if (eventDefinitions(element)[0]?.$type === COMPENSATION && isA(element, 'bpmn:BoundaryEvent')) {
        report(`${UNSUPPORTED_MOMENT} 'start' and 'end' are not supported by [compensation] boundary events`);
        return;
      }
      const moments = new Set(children(holder, 'listeners').map((listener) => text(listener, 'eventType')));
      const refused = unsupportedMoment(element);
      if (refused !== undefined && moments.has(refused.moment))
        report(`${UNSUPPORTED_MOMENT} '${refused.moment}' are not supported by ${refused.by}`);
    },
  },
];

/** Where the element stops or begins in a way that leaves no time for a listener. */
function unsupportedMoment(element: Element): { readonly moment: string; readonly by: string } | undefined {
  if (isA(element, 'bpmn:Gateway')) return { moment: 'end', by: 'gateway element' };
  if (isA(element, 'bpmn:StartEvent')) return { moment: 'start', by: 'start events' };
  const [definition] = eventDefinitions(element);
  if (isA(element, 'bpmn:BoundaryEvent')) return { moment: 'start', by: 'boundary events' };
  return isA(element, 'bpmn:EndEvent') && definition?.$type === 'bpmn:ErrorEventDefinition'
    ? { moment: 'end', by: '[error] end events' }
    : undefined;
}

function reportTwins(listeners: readonly Element[], report: (message: string) => void): void {
  const counts = new Map<string, number>();
  for (const listener of listeners) {
    const key = `eventType[${text(listener, 'eventType') ?? 'null'}] and type[${text(listener, 'type') ?? 'null'}]`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) {
    if (count > 1)
      report(`Found '${count}' duplicates based on ${key}, these combinations should be unique.`);
  }
}
