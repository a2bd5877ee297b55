/** Event-based gateways and the events behind them. */
import { child, eventDefinitions, isA, type Element } from '../element';
import { checkSameNames } from './duplicates';
import type { Rule } from './rule';

const AWAITED = new Set([
  'bpmn:TimerEventDefinition',
  'bpmn:MessageEventDefinition',
  'bpmn:SignalEventDefinition',
]);

export const gatewayRules: readonly Rule[] = [
  {
    on: ['bpmn:EventBasedGateway'],
    check(gateway, report, { incoming, outgoing }) {
      const flows = outgoing(gateway);
      const targets = flows.map((flow) => child(flow, 'targetRef')).filter((target) => target !== undefined);
      if (flows.length < 2) report('Event-based gateway must have at least 2 outgoing sequence flows.');
      if (!targets.every(isAwaited)) {
        report(
          'Event-based gateway must not have an outgoing sequence flow to other elements than' +
            ' message/timer/signal intermediate catch events.',
        );
      }
      const events = targets.filter((target) => isA(target, 'bpmn:IntermediateCatchEvent'));
      checkSameNames(events.flatMap(eventDefinitions), report);
      const others = targets.flatMap(incoming).filter((flow) => child(flow, 'sourceRef') !== gateway);
      if (others.length > 0) {
        report(
          'Target elements of an event gateway must not have any additional incoming sequence flows other than' +
            ' that from the event gateway.',
        );
      }
    },
  },
];

function isAwaited(target: Element): boolean {
  const [definition, ...others] = eventDefinitions(target);
  if (!isA(target, 'bpmn:IntermediateCatchEvent') || definition === undefined) return false;
  return others.length === 0 && AWAITED.has(definition.$type);
}
