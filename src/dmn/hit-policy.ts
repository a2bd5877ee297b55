/** What the outputs of the matched rules come to. Source: DMN 1.3, 8.2.11 and 8.2.12, as Zeebe reads them. */
import { Decimal, FeelContext, print, sameValue, type Value } from '../feel/programs';
import { DecisionFailure } from './failure';
import type { DecisionTable, TableOutput } from './model';
import { immutableMapOrder } from '../feel/engine/scala-order';

/** Outputs of one rule by their names; two of one name are one. */
export type OutputValues = ReadonlyMap<string, Value>;

/** @param values of at least one rule */
export function applyHitPolicy(
  table: DecisionTable,
  values: readonly OutputValues[],
): Value | DecisionFailure {
  switch (table.hitPolicy) {
    case 'FIRST':
      return single(values);
    case 'UNIQUE':
      return values.length === 1
        ? single(values)
        : new DecisionFailure(
            `multiple values aren't allowed for UNIQUE hit policy. found: '${printAll(values)}'`,
          );
    case 'ANY':
      return any(values);
    case 'PRIORITY':
      return single(byPriority(values, table.outputs));
    case 'OUTPUT ORDER':
      return multiple(byPriority(values, table.outputs));
    case 'RULE ORDER':
      return multiple(values);
    case 'COLLECT':
      return collect(table, values);
  }
}

export function single(values: readonly OutputValues[]): Value {
  const [first] = values;
  return first === undefined ? null : asValue(first);
}

function multiple(values: readonly OutputValues[]): Value {
  return values.map(asValue);
}

/** A context, or the value itself when it is the only one. */
function asValue(outputs: OutputValues): Value {
  const [only = null] = outputs.values();
  return outputs.size === 1 ? only : new FeelContext(outputs);
}

function any(values: readonly OutputValues[]): Value | DecisionFailure {
  const distinct: OutputValues[] = [];
  for (const outputs of values) {
    if (!distinct.some((other) => isSame(other, outputs))) distinct.push(outputs);
  }
  return distinct.length === 1
    ? single(values)
    : new DecisionFailure(
        `different values aren't allowed for ANY hit policy. found: '${printAll(distinct)}'`,
      );
}

function isSame(left: OutputValues, right: OutputValues): boolean {
  return [...left].every(([name, value]) => sameValue(value, right.get(name) ?? null));
}

function collect({ aggregation }: DecisionTable, values: readonly OutputValues[]): Value | DecisionFailure {
  if (aggregation === undefined) return multiple(values);
  if (aggregation === 'COUNT') return Decimal.of(values.length);
  const numbers: Decimal[] = [];
  for (const outputs of values) {
    const value = asValue(outputs);
    if (!(value instanceof Decimal))
      return new DecisionFailure(`expected number but found '${print(value)}'`);
    numbers.push(value);
  }
  return numbers.reduce((left, right) => {
    if (aggregation === 'SUM') return left.add(right);
    const isLess = left.compare(right) <= 0;
    return isLess === (aggregation === 'MIN') ? left : right;
  });
}

/** Places in the lists of allowed values, written one after the other and compared as text, as Zeebe does. */
function byPriority(
  values: readonly OutputValues[],
  outputs: readonly TableOutput[],
): readonly OutputValues[] {
  const priorities = outputs.map(({ name, values: allowed = '' }) => {
    const places = allowed.split(',').map((value) => value.trim().replaceAll(/["']/g, ''));
    return { name: name ?? '', places: new Map(places.map((value, index) => [value, String(index)])) };
  });
  const rank = (row: OutputValues): string =>
    priorities
      .map(({ name, places }) => {
        const value = row.get(name);
        if (typeof value !== 'string' && !(value instanceof Decimal)) return '_';
        return places.get(String(value)) ?? '_';
      })
      .join('');
  return values
    .map((row) => ({ row, rank: rank(row) }))
    .sort((left, right) => (left.rank < right.rank ? -1 : left.rank > right.rank ? 1 : 0))
    .map(({ row }) => row);
}

/** As Scala prints a list of maps. */
function printAll(values: readonly OutputValues[]): string {
  const rows = values.map((outputs) => {
    const names = immutableMapOrder([...outputs.keys()]);
    const entries = names.map((name) => `${name} -> ${print(outputs.get(name) ?? null)}`);
    return `${names.length > 4 ? 'HashMap' : 'Map'}(${entries.join(', ')})`;
  });
  return `List(${rows.join(', ')})`;
}
