/**
 * Syntax trees to functions of a scope. What cannot be computed is null and leaves a warning, as in Zeebe's FEEL;
 * a FeelError is on its way to become that null, or the failure of the whole expression.
 */
import { calculate, mismatch, power } from './arithmetic';
import type { Comparator, Iterator, Node } from './ast';
import { compileCall } from './compile-call';
import { Decimal } from './decimal';
import { propertiesOf } from './properties';
import { ThrownError, type Scope } from './scope';
import {
  equals,
  FeelContext,
  FeelError,
  FeelFunction,
  FeelRange,
  isList,
  isOrdered,
  isSameKind,
  order,
  print,
  typeName,
  type Value,
} from './value';

export type Code = (scope: Scope) => Value;

export function compile(node: Node): Code {
  switch (node.kind) {
    case 'constant':
      return () => node.value;
    case 'input':
      return (scope) =>
        scope.input ??
        new FeelError(
          "No input value available. '?' can only be used inside an unary-test expression.",
          true,
        );
    case 'list':
      return compileList(node.items.map(compile));
    case 'context':
      return compileContext(node.entries.map(([key, value]) => [key, compile(value)] as const));
    case 'range':
      return compileRange(node);
    case 'ref':
      return compileReference(node.names);
    case 'path':
      return strict(compile(node.target), (target, scope) => path(target, node.key, scope));
    case 'filter':
      return compileFilter(compile(node.target), node.filter);
    case 'arithmetic':
      return compileArithmetic(node);
    case 'negation':
      return orNull(withType(compile(node.operand), isNumber, 'number', (value) => value.negate()));
    case 'comparison':
      return compileComparison(node.operator, compile(node.left), compile(node.right));
    case 'not':
      return errorToNull(withType(compile(node.operand), isBoolean, 'boolean', (value) => !value));
    case 'and':
      return compileLogic(node.operands.map(compile), false);
    case 'or':
      return compileLogic(node.operands.map(compile), true);
    case 'if':
      return compileIf(compile(node.condition), compile(node.then), compile(node.otherwise));
    case 'for':
    case 'some':
    case 'every':
      return compileLoop(node);
    case 'iteration':
      return compileIteration(compile(node.start), compile(node.end));
    case 'instance':
      return strict(compile(node.operand), (value) => isInstance(value, node.type));
    case 'in':
      return compileIn(compile(node.operand), compile(node.test));
    case 'test':
      return compileTest(node.operator, compile(node.operand));
    case 'range test':
      return compileRangeTest(node.range);
    case 'expression test':
      return mentionsInput(node.operand)
        ? compileInputTest(compile(node.operand))
        : compileExpressionTest(compile(node.operand));
    case 'function':
      return compileFunction(node.parameters, compile(node.body));
    case 'call':
      return compileCall(node, compile);
  }
}

// failures

function isError(value: Value): value is FeelError {
  return value instanceof FeelError;
}

/** Errors pass by. */
function strict(code: Code, use: (value: Value, scope: Scope) => Value): Code {
  return (scope) => {
    const value = code(scope);
    return isError(value) ? value : use(value, scope);
  };
}

export function orNull(code: Code): Code {
  return (scope) => {
    const value = code(scope);
    return isError(value) && !value.isFatal ? null : value;
  };
}

function errorToNull(code: Code): Code {
  return (scope) => {
    const value = code(scope);
    return isError(value) ? null : value;
  };
}

export function fail(scope: Scope, type: string, message: string): FeelError {
  scope.evaluation.warn(type, message);
  return new FeelError(message);
}

function unexpected(scope: Scope, expected: string, found: Value): FeelError {
  return isError(found)
    ? found
    : fail(scope, 'INVALID_TYPE', `Expected ${expected} but found '${print(found)}'`);
}

function withType<T extends Value>(
  code: Code,
  is: (value: Value) => value is T,
  name: string,
  use: (value: T) => Value,
): Code {
  return (scope) => {
    const value = code(scope);
    return is(value) ? use(value) : unexpected(scope, name, value);
  };
}

function isNumber(value: Value): value is Decimal {
  return value instanceof Decimal;
}

function isBoolean(value: Value): value is boolean {
  return typeof value === 'boolean';
}

// literals and names

function compileList(items: readonly Code[]): Code {
  return (scope) => {
    const values: Value[] = [];
    for (const item of items) {
      const value = item(scope);
      if (isError(value)) return value;
      values.push(value);
    }
    return values;
  };
}

/** An entry sees those before it. */
function compileContext(entries: readonly (readonly [string, Code])[]): Code {
  return (scope) => {
    const made = new Map<string, Value>();
    const inner = scope.with(made);
    for (const [key, code] of entries) {
      const value = code(inner);
      if (isError(value)) return value;
      made.set(key, value);
    }
    return new FeelContext(made);
  };
}

function compileRange(node: Extract<Node, { kind: 'range' }>): Code {
  const [start, end] = [compile(node.start.value), compile(node.end.value)];
  return (scope) => {
    const [low, high] = [start(scope), end(scope)];
    if (isError(low)) return low;
    if (isError(high)) return high;
    if (typeof low === 'string' || !isOrdered(low) || isList(low) || !isSameKind(low, high)) {
      return fail(scope, 'INVALID_TYPE', `Invalid range definition '${print(low)}..${print(high)}'`);
    }
    return new FeelRange(
      { value: low, isClosed: node.start.isClosed },
      { value: high, isClosed: node.end.isClosed },
    );
  };
}

function compileReference([name = '', ...keys]: readonly string[]): Code {
  return (scope) => {
    const found = scope.variable(name);
    if (found === undefined || isError(found)) {
      scope.evaluation.warn('NO_VARIABLE_FOUND', `No variable found with name '${name}'`);
      return null;
    }
    let value: Value = found;
    for (const key of keys) value = path(value, key, scope);
    return value;
  };
}

function path(target: Value, key: string, scope: Scope): Value {
  if (isError(target)) return target;
  if (isList(target)) {
    scope.evaluation.spend(target.length);
    return target.map((item) => path(item, key, scope));
  }
  const missing = `No context entry found with key '${key}'.`;
  if (target === null) {
    scope.evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `${missing} The context is null`);
    return null;
  }
  if (target instanceof FeelContext) {
    const value = target.get(key);
    if (value !== undefined && !(value instanceof FeelFunction)) return value;
    const keys = target
      .keys()
      .map((name) => `'${name}'`)
      .join(', ');
    const isEmpty = keys === '' && target.json === undefined;
    const available = isEmpty ? 'The context is empty' : `Available keys: ${keys}`;
    scope.evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `${missing} ${available}`);
    return null;
  }
  return property(target, key, scope);
}

function property(target: Value, key: string, scope: Scope): Value {
  const properties = propertiesOf(target);
  const value = properties.get(key);
  if (value !== undefined) return value;
  const names = [...properties.keys()].map((name) => `'${name}'`).join(', ');
  const text = `No property found with name '${key}' of value '${print(target)}'. Available properties: ${names}`;
  scope.evaluation.warn('NO_PROPERTY_FOUND', text);
  return null;
}

// operators

function compileArithmetic(node: Extract<Node, { kind: 'arithmetic' }>): Code {
  const [left, right] = [compile(node.left), compile(node.right)];
  const { operator } = node;
  if (operator === '**') {
    return orNull((scope) => {
      const x = left(scope);
      if (!isNumber(x)) return unexpected(scope, 'number', x);
      const y = right(scope);
      return isNumber(y) ? power(x, y) : unexpected(scope, 'number', y);
    });
  }
  return orNull((scope) => {
    const [x, y] = [left(scope), right(scope)];
    if (isError(x)) return x;
    if (isError(y)) return y;
    const value = calculate(operator, x, y);
    return value === undefined ? fail(scope, 'INVALID_TYPE', mismatch(operator, x, y)) : value;
  });
}

function compileComparison(operator: Comparator, left: Code, right: Code): Code {
  return (scope) => {
    const [x, y] = [left(scope), right(scope)];
    if (isError(x)) return x;
    if (isError(y)) return y;
    return compareValues(operator, x, y, scope);
  };
}

function compareValues(operator: Comparator, x: Value, y: Value, scope: Scope): Value {
  const result =
    operator === '='
      ? equals(x, y)
      : isOrdered(x) && isOrdered(y) && isSameKind(x, y)
        ? holds(operator, x, y)
        : null;
  if (result === null)
    scope.evaluation.warn('NOT_COMPARABLE', `Can't compare '${print(x)}' with '${print(y)}'`);
  return result;
}

function holds(operator: Comparator, x: Value, y: Value): boolean | null {
  if (isList(x)) {
    throw new ThrownError(
      `java.lang.IllegalArgumentException: ${print(x)} can not be compared to ${print(y)}`,
    );
  }
  const sign = order(x, y);
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    case '=':
      return sign === 0;
  }
}

/** `or` when `decisive` is true, `and` when it is false: the first decisive operand decides. */
export function compileLogic(operands: readonly Code[], decisive: boolean): Code {
  return (scope) =>
    fold(
      operands.map((operand) => () => operand(scope)),
      decisive,
      scope,
    );
}

function fold(operands: Iterable<() => Value>, decisive: boolean, scope: Scope): Value {
  let result: boolean | null = !decisive;
  for (const operand of operands) {
    const value = operand();
    if (isError(value) && value.isFatal) return value;
    if (value === decisive) return decisive;
    if (result === null || typeof value === 'boolean') continue;
    unexpected(scope, 'boolean', value);
    result = null;
  }
  return result;
}

function compileIf(condition: Code, then: Code, otherwise: Code): Code {
  return (scope) => {
    const value = condition(scope);
    if (!isBoolean(value)) unexpected(scope, 'boolean', value);
    return value === true ? then(scope) : otherwise(scope);
  };
}

function isInstance(value: Value, type: string): boolean {
  const aliases: Readonly<Record<string, string>> = {
    'date time': 'date and time',
    'year-month-duration': 'years and months duration',
    'day-time-duration': 'days and time duration',
  };
  return type === 'Any' ? value !== null : typeName(value) === (aliases[type] ?? type);
}

// loops

function compileLoop(node: Extract<Node, { kind: 'for' | 'some' | 'every' }>): Code {
  const product = compileIterators(node.iterators);
  const body = compile(node.body);
  if (node.kind === 'for') return orNull(compileFor(product, body));
  const decisive = node.kind === 'some';
  return orNull((scope) => {
    const rows = product(scope);
    if (rows instanceof FeelError) return rows;
    return fold(laterOf(rows, body, scope), decisive, scope);
  });
}

type Row = ReadonlyMap<string, Value>;

function* laterOf(rows: readonly Row[], body: Code, scope: Scope): Generator<() => Value> {
  for (const row of rows) yield () => body(scope.withVariables(row));
}

/** Each turn may read the results before it as `partial`. */
function compileFor(product: (scope: Scope) => readonly Row[] | FeelError, body: Code): Code {
  return (scope) => {
    const rows = product(scope);
    if (rows instanceof FeelError) return rows;
    const results: Value[] = [];
    const partial = (): Value => {
      scope.evaluation.spend(results.length / 16);
      return results.slice();
    };
    for (const row of rows) {
      scope.evaluation.spend(1);
      results.push(body(scope.withLookup((name) => (name === 'partial' ? partial() : row.get(name)))));
    }
    return results;
  };
}

/** All combinations; the first iterator is the slowest. Every list is evaluated outside of the loop. */
function compileIterators(iterators: readonly Iterator[]): (scope: Scope) => readonly Row[] | FeelError {
  const sources = iterators.map(({ name, source }) => [name, compile(source)] as const);
  return (scope) => {
    const lists: (readonly [string, Value])[] = sources.map(([name, code]) => {
      const value = code(scope);
      return [name, isList(value) ? value : unexpected(scope, 'list', value)] as const;
    });
    let rows: Row[] = [new Map()];
    for (const [name, list] of lists) {
      if (!isList(list)) return list as FeelError;
      scope.evaluation.spend(rows.length * list.length);
      rows = rows.flatMap((row) => list.map((item) => new Map([...row, [name, item]])));
    }
    return rows;
  };
}

function compileIteration(start: Code, end: Code): Code {
  return (scope) => {
    const first = start(scope);
    if (!isNumber(first)) return unexpected(scope, 'number', first);
    const last = end(scope);
    if (!isNumber(last)) return unexpected(scope, 'number', last);
    const step = Decimal.of(first.compare(last) < 0 ? 1 : -1);
    const items: Value[] = [];
    for (let item = first; item.compare(last) * (step.unscaled > 0n ? 1 : -1) <= 0; item = item.add(step)) {
      scope.evaluation.spend(1);
      items.push(item);
    }
    return items;
  };
}

// filters

function compileFilter(target: Code, filter: Node): Code {
  const code = compile(filter);
  const isPerItem = filter.kind === 'comparison' || filter.kind === 'call';
  return orNull((scope) => {
    const list = target(scope);
    if (!isList(list)) return unexpected(scope, 'list', list);
    scope.evaluation.spend(list.length);
    if (!isPerItem) {
      const index = code(scope);
      if (isNumber(index)) return itemAt(list, index);
    }
    return filterItems(list, (item) => code(itemScope(scope, item)));
  });
}

function itemAt(list: readonly Value[], index: Decimal): Value {
  const position = index.toInt();
  return list[position > 0 ? position - 1 : list.length + position] ?? null;
}

function filterItems(list: readonly Value[], filter: (item: Value) => Value): Value {
  const [head, ...tail] = list;
  if (head === undefined) return [];
  const first = filter(head);
  if (isError(first)) return first;
  if (isNumber(first)) return itemAt(list, first);
  const kept: Value[] = first === true ? [head] : [];
  for (const item of tail) {
    const value = filter(item);
    if (isError(value)) return value;
    if (value === true) kept.push(item);
  }
  return kept;
}

/** The entries of a context are names inside the filter. */
function itemScope(scope: Scope, item: Value): Scope {
  const inner = scope.with(new Map([['item', item]]));
  if (!(item instanceof FeelContext)) return inner;
  return item.json === undefined
    ? inner.with(new Map(item.entries()))
    : inner.withLookup((name) => item.get(name));
}

// unary tests

function compileIn(operand: Code, test: Code): Code {
  return strict(operand, (value, scope) => test(scope.withInput(value)));
}

function inputOf(scope: Scope): Value {
  if (scope.input !== undefined) return scope.input;
  scope.evaluation.warn('NO_VARIABLE_FOUND', 'No input value found.');
  return null;
}

function compileTest(operator: Comparator, operand: Code): Code {
  return (scope) => {
    const input = inputOf(scope);
    const value = operand(scope);
    return isError(value) ? value : compareValues(operator, input, value, scope);
  };
}

function compileRangeTest(range: Extract<Node, { kind: 'range' }>): Code {
  const [start, end] = [compile(range.start.value), compile(range.end.value)];
  return (scope) => {
    const input = inputOf(scope);
    const [low, high] = [start(scope), end(scope)];
    if (
      !isOrdered(input) ||
      !isOrdered(low) ||
      !isOrdered(high) ||
      !isSameKind(input, low) ||
      !isSameKind(input, high)
    ) {
      const text = `Can't compare '${print(inputOf(scope))}' with '${print(low)}' and '${print(high)}'`;
      scope.evaluation.warn('NOT_COMPARABLE', text);
      return null;
    }
    const [fromLow, fromHigh] = [order(input, low), order(input, high)];
    return (
      (range.start.isClosed ? fromLow >= 0 : fromLow > 0) &&
      (range.end.isClosed ? fromHigh <= 0 : fromHigh < 0)
    );
  };
}

/** A test that names its input by `?` says itself whether it holds. */
function compileInputTest(operand: Code): Code {
  return (scope) => {
    const value = operand(scope);
    return isBoolean(value) ? value : null;
  };
}

function mentionsInput(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ((node as { kind?: unknown }).kind === 'input') return true;
  return Object.values(node).some(mentionsInput);
}

function compileExpressionTest(operand: Code): Code {
  return (scope) => {
    const input = inputOf(scope);
    const value = operand(scope);
    if (isError(value)) return value.isFatal ? value : false;
    if (value === true) return true;
    if (isList(value) && value.some((item) => equals(item, input) === true)) return true;
    const result = compareValues('=', input, value, scope);
    if (result === true) return true;
    return result === null && !isList(value) ? null : false;
  };
}

// functions

function compileFunction(parameters: readonly string[], body: Code): Code {
  return (scope) =>
    new FeelFunction(parameters, (args) => {
      scope.evaluation.spend(1);
      return body(scope.withVariables(new Map(parameters.map((name, index) => [name, args[index] ?? null]))));
    });
}
