/** Compensation handlers, and the events that throw compensation. */
import { child, eventDefinitions, flowElements, idOf, isA, type Element } from '../element';
import type { Rule } from './rule';

const DEFINITION = 'bpmn:CompensateEventDefinition';

export const compensationRules: readonly Rule[] = [
  {
    on: ['bpmn:Task'],
    check(task, report, { incoming, outgoing, boundaryEvents }) {
      if (task['isForCompensation'] !== true) return;
      if (incoming(task).length > 0) report('A compensation handler should have no incoming sequence flows');
      if (outgoing(task).length > 0) report('A compensation handler should have no outgoing sequence flows');
      if (boundaryEvents(task).length > 0) report('A compensation handler should have no boundary events');
    },
  },
  {
    on: [DEFINITION],
    check(definition, report, { boundaryEvents, missing }) {
      const activity = child(definition, 'activityRef');
      if (activity === undefined) {
        const id = missing(definition, 'activityRef');
        if (id !== undefined) report(`The referenced compensation activity '${id}' doesn't exist`);
        return;
      }
      const what = `The referenced compensation activity '${idOf(activity)}'`;
      const events = boundaryEvents(activity).flatMap(eventDefinitions);
      if (!events.some(({ $type }) => $type === DEFINITION) && !isPlainSubprocess(activity)) {
        report(`${what} must have either a compensation boundary event or be a subprocess`);
      }
      if (!isInReach(definition.$parent?.$parent, activity)) {
        report(`${what} must be in the same scope as the compensation throw event`);
      }
    },
  },
  {
    on: ['bpmn:IntermediateThrowEvent', 'bpmn:EndEvent'],
    check(event, report) {
      const kind = isA(event, 'bpmn:EndEvent') ? 'end event' : 'intermediate throwing event';
      for (const definition of eventDefinitions(event)) {
        if (definition.$type !== DEFINITION || definition['waitForCompletion'] !== false) continue;
        report(`A compensation ${kind} waitForCompletion attribute must be true or not present`);
      }
    },
  },
  {
    on: ['bpmn:SubProcess'],
    check(subprocess, report) {
      if (!isEventSubprocess(subprocess) || isA(subprocess.$parent, 'bpmn:SubProcess')) return;
      const start = flowElements(subprocess).find((element) => isA(element, 'bpmn:StartEvent'));
      if (eventDefinitions(start).some(({ $type }) => $type === DEFINITION)) {
        report('A compensation event subprocess is not allowed on the process level');
      }
    },
  },
];

/** Its own scope, and for an event subprocess the scope around that. */
function isInReach(scope: Element | undefined, activity: Element): boolean {
  return activity.$parent === scope || (isEventSubprocess(scope) && activity.$parent === scope?.$parent);
}

function isPlainSubprocess(activity: Element): boolean {
  return isA(activity, 'bpmn:SubProcess') && !isEventSubprocess(activity);
}

function isEventSubprocess(scope: Element | undefined): boolean {
  return scope?.['triggeredByEvent'] === true;
}
