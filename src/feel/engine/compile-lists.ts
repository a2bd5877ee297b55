/** Loops over lists, and filters. */
import type { Iterator, Node } from './ast';
import { fold } from './compile-operators';
import { Decimal } from './decimal';
import { isError, isNumber, orNull, unexpected, type Code } from './failures';
import type { Scope } from './scope';
import { FeelContext, FeelError, isList, type Value } from './value';

type Compile = (node: Node) => Code;

export function compileLoop(node: Extract<Node, { kind: 'for' | 'some' | 'every' }>, compile: Compile): Code {
  const product = compileIterators(node.iterators, compile);
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
function compileIterators(
  iterators: readonly Iterator[],
  compile: Compile,
): (scope: Scope) => readonly Row[] | FeelError {
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

export function compileIteration(start: Code, end: Code): Code {
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

/** A comparison or a call is made for each item; anything else may be an index. */
export function compileFilter(target: Code, code: Code, kind: Node['kind']): Code {
  const isPerItem = kind === 'comparison' || kind === 'call';
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
