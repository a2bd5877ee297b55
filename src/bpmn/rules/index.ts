/** The deployment check of a file: every rule on every element; findings on the design first, as Zeebe orders them. */
import {
  isA,
  isExecutable,
  ownerId,
  pathOf,
  processOf,
  tagOf,
  type Element,
  type ReadWarning,
} from '../element';
import type { ModelError } from '../model';
import { ruleContext } from './context';
import { compensationRules } from './compensation';
import { eventRules } from './events';
import { expressionRules } from './expressions';
import { flowRules } from './flow';
import { gatewayRules } from './gateways';
import { linkRules } from './links';
import { multiInstanceRules } from './multi-instance';
import { listenerRules } from './listeners';
import { referenceRules } from './references';
import type { Rule } from './rule';
import { supportRules } from './supported';
import { taskRules } from './tasks';

const DESIGN: readonly Rule[] = [
  ...flowRules,
  ...gatewayRules,
  ...eventRules,
  ...referenceRules,
  ...taskRules,
  ...listenerRules,
  ...multiInstanceRules,
  ...linkRules,
  ...compensationRules,
  ...supportRules,
];
const RUNTIME: readonly Rule[] = expressionRules;

export function checkDefinitions(
  root: Element,
  warnings: readonly ReadWarning[] = [],
): readonly ModelError[] {
  const context = ruleContext(root, warnings);
  const checked = context.elements.filter(isChecked);
  const apply = (rules: readonly Rule[]): ModelError[] =>
    checked.flatMap((element) => {
      const messages: string[] = [];
      for (const rule of rules) {
        if (!rule.on.some((type) => isA(element, type))) continue;
        rule.check(element, (message) => messages.push(message), context);
      }
      return messages.map((message) => errorOf(element, message));
    });
  return [...apply(DESIGN), ...apply(RUNTIME)];
}

/** A process that is not executable is a drawing: nothing in it is checked. */
function isChecked(element: Element): boolean {
  const process = processOf(element);
  return process === undefined || isExecutable(process);
}

function errorOf(element: Element, message: string): ModelError {
  return { elementId: ownerId(element), elementType: tagOf(element), path: pathOf(element), message };
}
