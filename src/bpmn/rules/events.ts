/** Start, end, intermediate and boundary events. */
import { child, eventDefinitions, flowElements, isA, type Element } from '../element';
import { checkSameCodes, checkSameNames } from './duplicates';
import type { Rule } from './rule';

type Report = (message: string) => void;

const NON_INTERRUPTING = definitions('Message Timer Signal Escalation');
const BOUNDARY = definitions('Timer Message Error Signal Escalation Compensate');
const END = definitions('Error Message Terminate Signal Escalation Compensate');
const CATCH = definitions('Message Timer Signal Link');
const EVENT_SUBPROCESS_START = definitions('Timer Message Error Signal Escalation');
const ANY = definitions('Message Timer Error Terminate Signal Link Escalation Compensate');

export const eventRules: readonly Rule[] = [
  {
    on: ['bpmn:EventDefinition'],
    check(definition, report) {
      if (!isOneOf(definition, ANY)) report('Event definition of this type is not supported');
    },
  },
  {
    on: ['bpmn:StartEvent'],
    check(event, report) {
      if (eventDefinitions(event).length > 1) report("Start event can't have more than one type");
    },
  },
  {
    on: ['bpmn:EndEvent'],
    check(event, report, { outgoing }) {
      if (outgoing(event).length > 0)
        report('End events must not have outgoing sequence flows to other elements.');
      if (eventDefinitions(event).length > 1) report('Must have at most one event definition');
      for (const definition of eventDefinitions(event)) {
        if (isOneOf(definition, END)) continue;
        report(
          'End events must be one of: none, error, message, terminate, signal, escalation or compensation',
        );
      }
    },
  },
  {
    on: ['bpmn:IntermediateCatchEvent'],
    check(event, report) {
      const [definition, ...others] = eventDefinitions(event);
      if (definition === undefined || others.length > 0) report('Must have exactly one event definition');
      else if (!isOneOf(definition, CATCH))
        report('Event definition must be one of: message, timer, signal, or link');
      else if (
        isA(definition, 'bpmn:TimerEventDefinition') &&
        child(definition, 'timeDuration') === undefined &&
        child(definition, 'timeDate') === undefined
      ) {
        report('Intermediate timer catch event must have either a time duration or a time date.');
      }
    },
  },
  {
    on: ['bpmn:BoundaryEvent'],
    check(event, report, { incoming, outgoing, elements }) {
      const found = eventDefinitions(event);
      if (child(event, 'attachedToRef') === undefined) report('Must be attached to an activity');
      if (incoming(event).length > 0) report('Cannot have incoming sequence flows');
      if (outgoing(event).length === 0 && !hasHandler(event, elements)) {
        report('Must have at least one outgoing sequence flow or association');
      }
      if (found.length !== 1) report('Must have exactly one event definition');
      for (const definition of found) {
        if (!isOneOf(definition, BOUNDARY)) {
          report('Boundary events must be one of: timer, message, error, signal, escalation');
        }
        const activity = child(event, 'attachedToRef');
        if (
          isA(definition, 'bpmn:EscalationEventDefinition') &&
          !isA(activity, 'bpmn:SubProcess') &&
          !isA(activity, 'bpmn:CallActivity')
        ) {
          report('An escalation boundary event should only be attached to a subprocess, or a call activity.');
        }
        checkInterruption(definition, event['cancelActivity'] !== false, report);
      }
    },
  },
  {
    on: ['bpmn:Activity'],
    check(activity, report, { boundaryEvents }) {
      checkDuplicates(boundaryEvents(activity).flatMap(eventDefinitions), report);
    },
  },
  {
    on: ['bpmn:Process', 'bpmn:SubProcess'],
    check(scope, report) {
      const subprocesses = flowElements(scope).filter((element) => element['triggeredByEvent'] === true);
      const starts = subprocesses.flatMap((subprocess) =>
        flowElements(subprocess).filter((element) => isA(element, 'bpmn:StartEvent')),
      );
      checkDuplicates(starts.flatMap(eventDefinitions), report);
    },
  },
  {
    on: ['bpmn:Process'],
    check(process, report) {
      const starts = flowElements(process).filter((element) => isA(element, 'bpmn:StartEvent'));
      const signals = starts
        .flatMap(eventDefinitions)
        .filter((found) => child(found, 'signalRef') !== undefined);
      checkSameNames(signals, report);
    },
  },
  {
    on: ['bpmn:SubProcess'],
    check(subprocess, report) {
      if (subprocess['triggeredByEvent'] !== true) return;
      const start = flowElements(subprocess).find((element) => isA(element, 'bpmn:StartEvent'));
      if (start === undefined) return;
      const found = eventDefinitions(start);
      if (found.length === 0 || found.some((definition) => !isOneOf(definition, EVENT_SUBPROCESS_START))) {
        report(
          'Start events in event subprocesses must be one of: message, timer, error, signal or escalation',
        );
      }
      for (const definition of found)
        checkInterruption(definition, start['isInterrupting'] !== false, report);
    },
  },
];

/** A compensation boundary event leads to its handler by an association. */
function hasHandler(event: Element, elements: readonly Element[]): boolean {
  return (
    eventDefinitions(event).some(({ $type }) => $type === 'bpmn:CompensateEventDefinition') &&
    elements.some((other) => isA(other, 'bpmn:Association') && child(other, 'sourceRef') === event)
  );
}

function definitions(names: string): ReadonlySet<string> {
  return new Set(names.split(' ').map((name) => `bpmn:${name}EventDefinition`));
}

function isOneOf(definition: Element, types: ReadonlySet<string>): boolean {
  return types.has(definition.$type);
}

function checkInterruption(definition: Element, isInterrupting: boolean, report: Report): void {
  if (!isInterrupting && !isOneOf(definition, NON_INTERRUPTING)) {
    report('Non-Interrupting event of this type is not allowed');
  }
  if (isInterrupting && child(definition, 'timeCycle') !== undefined) {
    report('Interrupting timer event with time cycle is not allowed.');
  }
}

function checkDuplicates(found: readonly Element[], report: Report): void {
  checkSameNames(found, report);
  checkSameCodes(found, 'escalation', report);
  checkSameCodes(found, 'error', report);
}
