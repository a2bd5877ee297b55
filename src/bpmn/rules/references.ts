/** Messages, signals, escalations and errors, and the events that refer to them. */
import { child, eventDefinitions, extensions, isA, text, type Element } from '../element';
import type { Rule, RuleContext } from './rule';

export const referenceRules: readonly Rule[] = [
  {
    on: ['bpmn:MessageEventDefinition'],
    check(definition, report) {
      if (!isA(definition.$parent, 'bpmn:ThrowEvent') && child(definition, 'messageRef') === undefined) {
        report('Must reference a message');
      }
    },
  },
  {
    on: ['bpmn:ReceiveTask'],
    check(task, report, { boundaryEvents }) {
      const message = child(task, 'messageRef');
      if (message === undefined) {
        report('Must reference a message');
        return;
      }
      const names = boundaryEvents(task)
        .flatMap(eventDefinitions)
        .map((definition) => text(child(definition, 'messageRef'), 'name'));
      const name = text(message, 'name') ?? '';
      if (name !== '' && names.includes(name))
        report('Cannot reference the same message name as a boundary event');
    },
  },
  {
    on: ['bpmn:Message'],
    check(message, report, context) {
      const uses = usesOf(message, context);
      const isNameless = (text(message, 'name') ?? '') === '';
      if (uses.caught > 0) {
        if (isNameless) report('Name must be present and not empty');
        if (extensions(message, 'zeebe:Subscription').length !== 1) {
          report('Must have exactly one zeebe:subscription extension element');
        }
      } else if (uses.thrown > 0) {
        if (isNameless) report('Name must be present and not empty');
      } else if (uses.started > 1) {
        report('A message cannot be referred by more than one start event');
      } else if (uses.started === 1 && isNameless) {
        report('Name must be present and not empty');
      }
    },
  },
  {
    on: ['bpmn:SignalEventDefinition'],
    check(definition, report) {
      if (child(definition, 'signalRef') === undefined) report('Must reference a signal');
    },
  },
  {
    on: ['bpmn:Signal'],
    check(signal, report, { elements }) {
      const isUsed = elements.some((element) => child(element, 'signalRef') === signal);
      if (isUsed && (text(signal, 'name') ?? '') === '') report('Name must be present and not empty');
    },
  },
  {
    on: ['bpmn:EscalationEventDefinition'],
    check(definition, report) {
      const escalation = child(definition, 'escalationRef');
      if (isA(definition.$parent, 'bpmn:ThrowEvent')) {
        if (escalation === undefined) report('Must reference an escalation');
      } else if ((text(escalation, 'escalationCode') ?? '').startsWith('=')) {
        report('The escalationCode of the escalation catch event is not allowed to be an expression');
      }
    },
  },
  {
    on: ['bpmn:Escalation'],
    check(escalation, report, { elements }) {
      const isThrown = elements.some(
        (element) =>
          child(element, 'escalationRef') === escalation && isA(element.$parent, 'bpmn:ThrowEvent'),
      );
      if (isThrown && (text(escalation, 'escalationCode') ?? '') === '')
        report('EscalationCode must be present and not empty');
    },
  },
  {
    on: ['bpmn:ErrorEventDefinition'],
    check(definition, report) {
      const error = child(definition, 'errorRef');
      const code = text(error, 'errorCode') ?? '';
      if (!isA(definition.$parent, 'bpmn:EndEvent')) {
        if (code.startsWith('=')) {
          report('The errorCode of the error catch event is not allowed to be an expression');
        }
      } else if (error === undefined) report('Must reference an error');
      else if (code === '') report('ErrorCode must be present and not empty');
    },
  },
];

function usesOf(
  message: Element,
  { elements }: RuleContext,
): { caught: number; thrown: number; started: number } {
  const uses = { caught: 0, thrown: 0, started: 0 };
  for (const element of elements) {
    if (child(element, 'messageRef') !== message) continue;
    const owner = isA(element, 'bpmn:EventDefinition') ? element.$parent : element;
    if (isA(owner, 'bpmn:ThrowEvent') || isA(owner, 'bpmn:SendTask')) uses.thrown += 1;
    else if (isA(owner, 'bpmn:StartEvent') && isA(owner?.$parent, 'bpmn:Process')) uses.started += 1;
    else if (isA(owner, 'bpmn:CatchEvent') || isA(owner, 'bpmn:ReceiveTask')) uses.caught += 1;
  }
  return uses;
}
