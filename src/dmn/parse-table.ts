import { child, children, text, type Element } from '../bpmn/element';
import type {
  Aggregation,
  DecisionTable,
  FeelText,
  HitPolicy,
  TableInput,
  TableOutput,
  TableRule,
} from './model';

/** How much of an expression names an input without label. */
const MAX_NAME = 30;

interface Cells {
  expression(element: Element | undefined): FeelText;
  unaryTests(element: Element): FeelText | null;
}

export function parseTable(element: Element, cells: Cells, report: (failure: string) => void): DecisionTable {
  const outputs = children(element, 'output');
  const hitPolicy = (text(element, 'hitPolicy') ?? 'UNIQUE') as HitPolicy;
  const aggregation = text(element, 'aggregation') as Aggregation | undefined;
  if (outputs.length > 1) {
    if (hitPolicy === 'COLLECT' && aggregation !== undefined)
      report("hit policy 'COLLECT' with aggregator is not defined for compound output");
    for (const output of outputs) {
      if (text(output, 'name') === undefined)
        report(`no output name defined for \`${text(output, 'label') ?? 'null'}\``);
    }
  }
  return {
    kind: 'table',
    hitPolicy,
    ...(aggregation !== undefined && { aggregation }),
    inputs: children(element, 'input').map((input) => inputOf(input, cells)),
    outputs: outputs.map((output) => outputOf(output, cells)),
    rules: withIndex(
      children(element, 'rule').map((rule) => ({
        id: text(rule, 'id') ?? '',
        tests: children(rule, 'inputEntry').map((entry) => cells.unaryTests(entry)),
        outputs: children(rule, 'outputEntry').map((entry) => cells.expression(entry)),
      })),
    ),
  };
}

function inputOf(input: Element, cells: Cells): TableInput {
  const expression = cells.expression(child(input, 'inputExpression'));
  return {
    id: text(input, 'id') ?? '',
    name: text(input, 'label') ?? expression.source.slice(0, MAX_NAME),
    expression,
  };
}

function outputOf(output: Element, cells: Cells): TableOutput {
  const values = text(child(output, 'outputValues'), 'text');
  const fallback = child(output, 'defaultOutputEntry');
  return {
    id: text(output, 'id') ?? '',
    name: text(output, 'name') ?? null,
    label: text(output, 'label') ?? null,
    ...(values !== undefined && { values: values.trim() }),
    ...(fallback !== undefined && { fallback: cells.expression(fallback) }),
  };
}

/** Equal rules, which only those without id are, count as the first of them. */
function withIndex(rules: readonly Omit<TableRule, 'index'>[]): readonly TableRule[] {
  const first = new Map<string, number>();
  return rules.map((rule, position) => {
    const key = JSON.stringify(rule);
    const index = first.get(key) ?? position + 1;
    first.set(key, index);
    return { ...rule, index };
  });
}
