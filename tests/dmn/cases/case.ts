/** What a decision case is: a file, and decisions of it evaluated on variables. */
import { decision, dmn, table, type DecisionOptions, type Table } from '../../engine/kit/dmn';

export interface Evaluation {
  readonly decision: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface DecisionCase {
  readonly name: string;
  readonly content: string;
  readonly evaluations: readonly Evaluation[];
}

type Variables = Readonly<Record<string, unknown>>;

/** A file of several decisions. */
export function graph(
  name: string,
  elements: readonly string[],
  ...evaluations: readonly (readonly [string, Variables])[]
): DecisionCase {
  return {
    name,
    content: dmn('graph', elements.join('\n')).content,
    evaluations: evaluations.map(([id, variables]) => ({ decision: id, variables })),
  };
}

/** A file of the one decision `d`, for each of the variables. */
export function logic(
  name: string,
  xml: string,
  variables: readonly Variables[] = [{}],
  options: DecisionOptions = {},
): DecisionCase {
  return graph(name, [decision('d', xml, options)], ...variables.map((given) => ['d', given] as const));
}

export function tableCase(
  name: string,
  description: Table,
  variables: readonly Variables[] = [{}],
): DecisionCase {
  return logic(name, table('d', description), variables);
}

/** One input `a`, one output `x`: which of the tests hold tells the list of their numbers. */
export function testsCase(
  name: string,
  tests: readonly string[],
  ...variables: readonly Variables[]
): DecisionCase {
  return tableCase(
    name,
    {
      inputs: ['a'],
      outputs: ['x'],
      hit: 'COLLECT',
      rules: tests.map((test, index) => [test, String(index + 1)]),
    },
    variables,
  );
}
