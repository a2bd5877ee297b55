/** What the schema of DMN demands and the reader lets through. */
import { child, children, isA, text, walk, type Element } from '../bpmn/element';
import { Aggregation, HitPolicy } from './model';

type Check = (element: Element) => string | null;

const CHECKS: readonly (readonly [string, Check])[] = [
  ['dmn:NamedElement', (element) => attribute(element, 'name')],
  ['dmn:Definitions', (element) => attribute(element, 'namespace')],
  // Ids are optional there, but the engine cannot do without.
  ['dmn:Definitions', (element) => attribute(element, 'id')],
  ['dmn:Decision', (element) => attribute(element, 'id')],
  ['dmn:DecisionTable', (table) => oneOf(table, 'hitPolicy', Object.values(HitPolicy))],
  ['dmn:DecisionTable', (table) => oneOf(table, 'aggregation', Object.values(Aggregation))],
  ['dmn:DecisionTable', (table) => some(table, 'output')],
  ['dmn:DecisionRule', (rule) => some(rule, 'outputEntry')],
  ['dmn:InputClause', (input) => single(input, 'inputExpression')],
  ['dmn:UnaryTests', (tests) => (text(tests, 'text') === undefined ? missing(tests, 'text') : null)],
  ['dmn:ContextEntry', (entry) => single(entry, 'value')],
  ['dmn:Binding', (binding) => single(binding, 'parameter')],
  ['dmn:InformationRequirement', (element) => single(element, 'requiredDecision', 'requiredInput')],
  ['dmn:KnowledgeRequirement', (element) => single(element, 'requiredKnowledge')],
];

/** The first finding; null when there is none. */
export function schemaProblem(root: Element): string | null {
  for (const element of walk(root)) {
    for (const [type, check] of CHECKS) {
      const problem = isA(element, type) ? check(element) : null;
      if (problem !== null) return problem;
    }
  }
  return null;
}

function attribute(element: Element, name: string): string | null {
  return text(element, name) === undefined ? missing(element, name) : null;
}

function oneOf(element: Element, name: string, values: readonly string[]): string | null {
  const value = text(element, name);
  if (value === undefined || values.includes(value)) return null;
  return `expected '${name}' of ${describe(element)} to be one of ${values.join(', ')}, but found '${value}'`;
}

function some(element: Element, name: string): string | null {
  return children(element, name).length === 0 ? missing(element, name) : null;
}

function single(element: Element, ...names: readonly string[]): string | null {
  return names.some((name) => child(element, name) !== undefined)
    ? null
    : missing(element, names.join("' or '"));
}

function missing(element: Element, name: string): string {
  return `expected ${describe(element)} to have '${name}', but it has none`;
}

function describe(element: Element): string {
  const tag = element.$type.slice(element.$type.indexOf(':') + 1);
  const id = text(element, 'id');
  return id === undefined ? `an element ${tag}` : `element ${tag} '${id}'`;
}
