import { FeelContext, type Value } from '../feel/programs';
import type { MatchedRule } from './evaluation';
import { DecisionFailure } from './failure';
import { applyHitPolicy, type OutputValues } from './hit-policy';
import { outputJson } from './json';
import type { DecisionTable, FeelText, TableRule } from './model';

/** Evaluates the cells of a table, in reach of the same variables. */
export interface Cells {
  expression(text: FeelText): Value | DecisionFailure;
  /** Unary tests on an input. */
  tests(text: FeelText, input: Value): Value | DecisionFailure;
}

export interface TableOutcome {
  readonly result: Value | DecisionFailure;
  readonly inputs: readonly Value[];
  readonly matchedRules: readonly MatchedRule[];
}

export function evaluateTable(table: DecisionTable, cells: Cells): TableOutcome {
  const inputs = each(table.inputs, ({ expression }) => cells.expression(expression));
  if (inputs instanceof DecisionFailure) return { result: inputs, inputs: [], matchedRules: [] };
  const matched = matchedRules(table, inputs, cells);
  if (matched instanceof DecisionFailure) return { result: matched, inputs, matchedRules: [] };
  if (matched.length === 0) return { result: fallback(table, cells), inputs, matchedRules: [] };
  const rules = table.hitPolicy === 'FIRST' ? matched.slice(0, 1) : matched;
  const values = each(rules, ({ outputs }) =>
    each(outputs.slice(0, table.outputs.length), (output) => cells.expression(output)),
  );
  if (values instanceof DecisionFailure) return { result: values, inputs, matchedRules: [] };
  return {
    result: applyHitPolicy(
      table,
      values.map((row) => named(table, row)),
    ),
    inputs,
    matchedRules: rules.map((rule, index) => matchedRule(table, rule, values[index] ?? [])),
  };
}

/** Every rule is tested, whatever the hit policy: a test that fails makes the decision fail. */
function matchedRules(
  table: DecisionTable,
  inputs: readonly Value[],
  cells: Cells,
): readonly TableRule[] | DecisionFailure {
  const matched: TableRule[] = [];
  for (const rule of table.rules) {
    const isMet = isMatched(rule, inputs, cells);
    if (isMet instanceof DecisionFailure) return isMet;
    if (isMet) matched.push(rule);
  }
  return matched;
}

function isMatched(rule: TableRule, inputs: readonly Value[], cells: Cells): boolean | DecisionFailure {
  for (const [index, input] of inputs.entries()) {
    const test = rule.tests[index];
    if (test === undefined || test === null) continue;
    const result = cells.tests(test, input);
    if (result instanceof DecisionFailure) return result;
    if (result !== true) return false;
  }
  return true;
}

/** The default outputs; null when there is none. */
function fallback({ outputs }: DecisionTable, cells: Cells): Value | DecisionFailure {
  const values = new Map<string, Value>();
  for (const { name, fallback: expression } of outputs) {
    if (expression === undefined) continue;
    const value = cells.expression(expression);
    if (value instanceof DecisionFailure) return value;
    values.set(name ?? '', value);
  }
  const [first = null] = values.values();
  return values.size > 1 ? new FeelContext(values) : first;
}

function named(table: DecisionTable, row: readonly Value[]): OutputValues {
  return new Map(row.map((value, index) => [table.outputs[index]?.name ?? '', value]));
}

function matchedRule(table: DecisionTable, { id, index }: TableRule, row: readonly Value[]): MatchedRule {
  return {
    ruleId: id,
    ruleIndex: index,
    outputs: row.map((value, column) => {
      const output = table.outputs[column];
      return {
        outputId: output?.id ?? '',
        outputName: output?.label ?? output?.name ?? '',
        value: outputJson(value),
      };
    }),
  };
}

/** Stops at the first failure. */
function each<T, R extends Value | readonly Value[]>(
  items: readonly T[],
  evaluate: (item: T) => R | DecisionFailure,
): readonly R[] | DecisionFailure {
  const results: R[] = [];
  for (const item of items) {
    const result = evaluate(item);
    if (result instanceof DecisionFailure) return result;
    results.push(result);
  }
  return results;
}
