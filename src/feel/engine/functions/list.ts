/** List functions (DMN 1.3, 10.3.4.4). */
import { Decimal } from '../decimal';
import { BudgetError } from '../scope';
import { ThrownError } from '../thrown-error';
import {
  equals,
  FeelContext,
  FeelError,
  FeelFunction,
  isList,
  isOrdered,
  keyOf,
  order,
  print,
  type Value,
} from '../value';
import { define, variadic, type Library } from './define';

type List = readonly Value[];
/** Items; a list that doubles in a loop must end somewhere. */
const MAX_ITEMS = 1_000_000;

export const listFunctions: Library = {
  'list contains': [
    define('list,element', (list, element = null) =>
      onList(list, (items) => items.some((item) => isIdentical(item, element))),
    ),
  ],
  count: [define('list', (list) => onList(list, (items) => Decimal.of(items.length)))],
  min: [variadic('list', (list) => extreme(list, -1))],
  max: [variadic('list', (list) => extreme(list, 1))],
  sum: [variadic('list', (list) => onNumbers(list, sum))],
  product: [
    variadic('list', (list) => onNumbers(list, (numbers) => numbers.reduce((a, b) => a.multiply(b)))),
  ],
  mean: [variadic('list', (list) => onNumbers(list, mean))],
  median: [variadic('list', (list) => onNumbers(list, median))],
  stddev: [variadic('list', (list) => onNumbers(list, deviation))],
  mode: [
    variadic('list', (list) =>
      isList(list ?? null) && (list as List).length === 0 ? [] : onNumbers(list, mode),
    ),
  ],
  and: [variadic('list', (list) => onList(list, (items) => logic(items, false)))],
  all: [variadic('list', (list) => onList(list, (items) => logic(items, false)))],
  or: [variadic('list', (list) => onList(list, (items) => logic(items, true)))],
  any: [variadic('list', (list) => onList(list, (items) => logic(items, true)))],
  sublist: [
    define('list,start', (list, start) => sublist(list, start)),
    define('list,start,length', (list, start, length) =>
      length instanceof Decimal ? sublist(list, start, length.toInt()) : undefined,
    ),
  ],
  append: [variadic('list,items', (list, items) => onLists(list, items, (a, b) => bounded([...a, ...b])))],
  concatenate: [variadic('lists', (lists) => onList(lists, joined))],
  'insert before': [
    define('list,position,newItem', (list, position, item = null) =>
      onIndex(list, position, (items, index) => [...items.slice(0, index), item, ...items.slice(index)]),
    ),
  ],
  remove: [
    define('list,position', (list, position) =>
      onIndex(list, position, (items, index, next) => [...items.slice(0, index), ...items.slice(next)]),
    ),
  ],
  reverse: [define('list', (list) => onList(list, (items) => items.toReversed()))],
  'index of': [
    define('list,match', (list, match = null) =>
      onList(list, (items) =>
        items.flatMap((item, index) => (isIdentical(item, match) ? [Decimal.of(index + 1)] : [])),
      ),
    ),
  ],
  union: [variadic('lists', (lists) => onList(lists, (items) => distinct(joined(items))))],
  'distinct values': [define('list', (list) => onList(list, distinct))],
  'duplicate values': [define('list', (list) => onList(list, duplicates))],
  flatten: [define('list', (list) => onList(list, flatten))],
  sort: [define('list,precedes', sort)],
  'string join': [
    define('list', (list) => join(list, null, null, null)),
    define('list,delimiter', (list, delimiter) => join(list, delimiter, null, null)),
    define('list,delimiter,prefix,suffix', join),
  ],
  'is empty': [define('list', (list) => onList(list, (items) => items.length === 0))],
};

function onList(list: Value | undefined, use: (items: List) => Value): Value | undefined {
  return list !== undefined && isList(list) ? use(list) : undefined;
}

function onLists(
  list: Value | undefined,
  other: Value | undefined,
  use: (a: List, b: List) => Value,
): Value | undefined {
  return onList(list, (a) => onList(other, (b) => use(a, b)) ?? new FeelError('Illegal arguments'));
}

function bounded(items: List): List {
  if (items.length > MAX_ITEMS) throw new BudgetError(`Expected lists of at most ${MAX_ITEMS} items`);
  return items;
}

function isSame(a: Value, b: Value): boolean {
  return equals(a, b) === true;
}

/** What `list contains` and `index of` go by: a context is like no other. */
function isIdentical(a: Value, b: Value): boolean {
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => isIdentical(item, b[index] ?? null));
  }
  return a === b || (!(a instanceof FeelContext) && isSame(a, b));
}

function onNumbers(list: Value | undefined, use: (numbers: readonly Decimal[]) => Value): Value | undefined {
  return onList(list, (items) => {
    if (items.length === 0) return null;
    const other = items.find((item) => !(item instanceof Decimal));
    if (other !== undefined) return new FeelError(`expected number but found '${print(other)}'`);
    return use(items as readonly Decimal[]);
  });
}

function sum(numbers: readonly Decimal[]): Decimal {
  return numbers.reduce((a, b) => a.add(b));
}

function mean(numbers: readonly Decimal[]): Decimal {
  return sum(numbers).divide(Decimal.of(numbers.length));
}

function sorted(numbers: readonly Decimal[]): readonly Decimal[] {
  return numbers.toSorted((a, b) => a.compare(b));
}

function median(numbers: readonly Decimal[]): Value {
  const ascending = sorted(numbers);
  const middle = Math.floor(ascending.length / 2);
  const high = ascending[middle] ?? null;
  const low = ascending[middle - 1] ?? null;
  if (ascending.length % 2 === 1 || low === null || high === null) return high;
  return low.add(high).divide(Decimal.of(2));
}

function deviation(numbers: readonly Decimal[]): Value {
  const average = mean(numbers);
  const squares = sum(numbers.map((number) => number.subtract(average).power(2)));
  if (numbers.length === 1) throw new ThrownError('java.lang.ArithmeticException: Division undefined');
  return Decimal.of(Math.sqrt(squares.divide(Decimal.of(numbers.length - 1)).toNumber()));
}

function mode(numbers: readonly Decimal[]): Value {
  const counts = sorted(numbers).reduce<{ number: Decimal; count: number }[]>((groups, number) => {
    const last = groups.at(-1);
    if (last?.number.compare(number) === 0) last.count += 1;
    else groups.push({ number, count: 1 });
    return groups;
  }, []);
  const most = Math.max(...counts.map(({ count }) => count));
  return counts.filter(({ count }) => count === most).map(({ number }) => number);
}

function extreme(list: Value | undefined, sign: -1 | 1): Value | undefined {
  return onList(list, (items) => {
    if (items.length === 0) return null;
    if (!isOrdered(items)) return new FeelError(`${print(items)} is not comparable`);
    return items.reduce((best, item) => (order(item, best) * sign > 0 ? item : best));
  });
}

function logic(items: List, decisive: boolean): Value {
  let result: boolean | null = !decisive;
  for (const item of items) {
    if (result === decisive) return decisive;
    if (result === null) result = item === decisive ? decisive : null;
    else result = typeof item === 'boolean' ? item : null;
  }
  return result;
}

/** Positions count from 1; negative ones from the end. */
function indexIn(items: List, position: number): number {
  return Math.max(0, position > 0 ? position - 1 : items.length + position);
}

function sublist(list: Value | undefined, start: Value | undefined, length?: number): Value | undefined {
  if (!(start instanceof Decimal)) return undefined;
  return onList(list, (items) => {
    const position = start.toInt();
    const from = position > 0 ? position - 1 : items.length + position;
    const to = length === undefined ? items.length : from + length;
    return items.slice(Math.max(0, from), Math.max(0, to));
  });
}

function onIndex(
  list: Value | undefined,
  position: Value | undefined,
  use: (items: List, index: number, next: number) => Value,
): Value | undefined {
  if (!(position instanceof Decimal)) return undefined;
  const at = position.toInt();
  return onList(list, (items) => use(items, indexIn(items, at), indexIn(items, at + 1)));
}

function joined(lists: List): List {
  return bounded(lists.flatMap((item) => (isList(item) ? [...item] : [item])));
}

function flatten(items: List): List {
  return bounded(items.flatMap((item) => (isList(item) ? [...flatten(item)] : [item])));
}

function distinct(items: List): List {
  const found = new Map<string, Value>();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.has(key)) found.set(key, item);
  }
  return [...found.values()];
}

function duplicates(items: List): List {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return distinct(items).filter((item) => (counts.get(keyOf(item)) ?? 0) > 1);
}

function sort(list?: Value, precedes?: Value): Value | undefined {
  if (list === undefined || !isList(list) || !(precedes instanceof FeelFunction)) return undefined;
  const count = precedes.parameters.length;
  if (count !== 2) return new FeelError(`expect boolean function with 2 arguments, but found '${count}'`);
  let problem: Value | undefined;
  const isBefore = (a: Value, b: Value): boolean => {
    const result = precedes.invoke([a, b]);
    if (typeof result !== 'boolean') problem ??= result;
    return result === true;
  };
  const result = list.toSorted((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
  if (problem === undefined) return result;
  return new FeelError(
    `fail to sort list by given precedes function: expected boolean but found '${print(problem)}'`,
  );
}

function join(list?: Value, delimiter?: Value, prefix?: Value, suffix?: Value): Value | undefined {
  const texts = [delimiter, prefix, suffix].map((part) => part ?? '');
  if (list === undefined || !isList(list) || !texts.every((part) => typeof part === 'string'))
    return undefined;
  if (!list.every((item) => item === null || typeof item === 'string')) {
    return new FeelError(`expected a list of strings but found 'List(${list.map(print).join(', ')})'`);
  }
  const [between = '', before = '', after = ''] = texts as string[];
  return before + list.filter((item) => item !== null).join(between) + after;
}
