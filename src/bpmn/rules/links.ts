/** Link events: a throwing link goes on at the catching link of its name in the same scope. */
import { eventDefinitions, flowElements, isA, text, type Element } from '../element';
import { checkSameNames } from './duplicates';
import type { Rule } from './rule';

export const linkRules: readonly Rule[] = [
  {
    on: ['bpmn:LinkEventDefinition'],
    check(definition, report) {
      if (nameOf(definition) === '') report('Link name must be present and not empty.');
    },
  },
  {
    on: ['bpmn:Process', 'bpmn:SubProcess'],
    check(scope, report) {
      checkSameNames(caughtIn(scope), report);
      const caught = linksOf(scope, 'bpmn:IntermediateCatchEvent').map(nameOf);
      const thrown = linksOf(scope, 'bpmn:IntermediateThrowEvent').map(nameOf);
      for (const name of new Set(thrown)) {
        if (name === '' || caught.includes(name)) continue;
        report(`Can't find an catch link event for the throw link event with the name '${name}'.`);
      }
    },
  },
];

/** Catching links, those of inner subprocesses included. */
function caughtIn(scope: Element): readonly Element[] {
  const inner = flowElements(scope).filter((element) => isA(element, 'bpmn:SubProcess'));
  return [...linksOf(scope, 'bpmn:IntermediateCatchEvent'), ...inner.flatMap(caughtIn)];
}

function linksOf(scope: Element, type: string): readonly Element[] {
  return flowElements(scope)
    .filter((element) => isA(element, type))
    .flatMap(eventDefinitions)
    .filter(({ $type }) => $type === 'bpmn:LinkEventDefinition');
}

function nameOf(definition: Element): string {
  return text(definition, 'name') ?? '';
}
