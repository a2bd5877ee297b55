/** FEEL values: their types, printing, equality and order, and the way from and to JSON. */
import { doubleNumber, ExactNumber, longNumber } from '../../json';
import { Decimal } from './decimal';
import { inMapOrder } from './scala-order';
import { ThrownError } from './thrown-error';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from './temporal';

export type Temporal = FeelDate | FeelTime | FeelDateTime | DayTimeDuration | YearMonthDuration;
export type Value =
  | null
  | boolean
  | string
  | Decimal
  | Temporal
  | readonly Value[]
  | FeelContext
  | FeelRange
  | FeelFunction
  | FeelError;

/** A failed evaluation on its way out; most operators turn it into null and leave a warning. */
export class FeelError {
  constructor(
    readonly message: string,
    /** Nothing turns a fatal error into null. */
    readonly isFatal = false,
  ) {}
}

export class FeelFunction {
  constructor(
    readonly parameters: readonly string[],
    readonly invoke: (args: readonly Value[]) => Value,
    readonly isVariadic = false,
  ) {}
}

export interface Bound {
  readonly value: Value;
  readonly isClosed: boolean;
}

export class FeelRange {
  constructor(
    readonly start: Bound,
    readonly end: Bound,
  ) {}
}

/**
 * Keys and values. One made of a JSON object converts its values when they are asked for, and gives it back. A context
 * that is put together of others keeps what their JSON has, though not the object: `untouched`.
 */
export class FeelContext {
  private readonly values: Map<string, Value>;

  constructor(
    entries: Iterable<readonly [string, Value]> = [],
    readonly json?: Readonly<Record<string, unknown>>,
    private readonly untouched: ReadonlyMap<string, unknown> = new Map(),
  ) {
    this.values = new Map(entries);
  }

  /** The entries of several, the later ones before the earlier ones. */
  static merge(contexts: readonly FeelContext[]): FeelContext {
    const entries = contexts.flatMap((context) => [...context.entries()]);
    const untouched = new Map<string, unknown>();
    for (const context of contexts) {
      for (const key of context.keys()) {
        if (context.isUntouched(key)) untouched.set(key, context.untouchedAt(key));
        else untouched.delete(key);
      }
    }
    return new FeelContext(entries, undefined, untouched);
  }

  /** As JSON has it: no expression made it. */
  isUntouched(key: string): boolean {
    return this.untouched.has(key) || (this.json !== undefined && Object.hasOwn(this.json, key));
  }

  toJson(): Readonly<Record<string, unknown>> {
    if (this.json !== undefined) return this.json;
    return Object.fromEntries(
      [...this.values].map(([key, value]) => [
        key,
        this.isUntouched(key) ? this.untouchedAt(key) : toJson(value),
      ]),
    );
  }

  private untouchedAt(key: string): unknown {
    return this.json === undefined ? this.untouched.get(key) : this.json[key];
  }

  get(key: string): Value | undefined {
    const known = this.values.get(key);
    if (known !== undefined || this.json === undefined || !Object.hasOwn(this.json, key)) return known;
    const value = fromJson(this.json[key]);
    this.values.set(key, value);
    return value;
  }

  keys(): readonly string[] {
    return this.json === undefined ? [...this.values.keys()] : Object.keys(this.json);
  }

  entries(): readonly (readonly [string, Value])[] {
    return this.keys().map((key) => [key, this.get(key) ?? null] as const);
  }

  with(key: string, value: Value): FeelContext {
    return FeelContext.merge([this, new FeelContext([[key, value]])]);
  }
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** JSON lists that expressions read before: one with thousands of items is converted once. */
const lists = new WeakMap<readonly unknown[], readonly Value[]>();

function listOf(json: readonly unknown[]): readonly Value[] {
  let list = lists.get(json);
  if (list === undefined) lists.set(json, (list = json.map(fromJson)));
  return list;
}

/** The JSON must not change afterwards. */
export function fromJson(json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isFinite(json) ? Decimal.of(json) : null;
  if (json instanceof ExactNumber) return exactDecimal(json);
  if (json instanceof Decimal) return json;
  if (Array.isArray(json)) return listOf(json);
  return typeof json === 'object' ? new FeelContext([], json as Record<string, unknown>) : null;
}

/** JSON whose integers beyond long can be read, as decisions read theirs. It is the same where there are none. */
export function readableIntegers(json: unknown): unknown {
  if (json instanceof ExactNumber) return isBeyondLong(json) ? Decimal.parse(json.text) : json;
  if (typeof json !== 'object' || json === null) return json;
  const values = Array.isArray(json) ? (json as unknown[]) : Object.values(json);
  const readable = values.map(readableIntegers);
  if (readable.every((value, index) => value === values[index])) return json;
  if (Array.isArray(json)) return readable;
  return Object.fromEntries(Object.keys(json).map((key, index) => [key, readable[index]]));
}

function isBeyondLong({ text, isFloat }: ExactNumber): boolean {
  return !isFloat && BigInt(text) > HIGHEST_LONG;
}

/** A negative zero has no sign in FEEL. */
function exactDecimal(number: ExactNumber): Decimal | null {
  if (isBeyondLong(number)) throw new ThrownError(NO_LONG);
  return Decimal.parse(number.text);
}

const HIGHEST_LONG = 2n ** 63n - 1n;
const NO_LONG =
  'io.camunda.zeebe.msgpack.spec.MsgpackReaderException: io.camunda.zeebe.msgpack.spec.MsgpackException: ' +
  'Negative value should not be accepted by size value and unsigned 64bit integer';

/** As Zeebe writes variables: whole numbers as 64-bit integers, temporal values as text, functions and ranges as null. */
export function toJson(value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof Decimal) {
    return value.isWhole() ? longNumber(value.toLong()) : doubleNumber(value.toNumber());
  }
  if (isList(value)) return value.map(toJson);
  if (value instanceof FeelContext) return value.toJson();
  return isTemporal(value) ? value.toJava() : null;
}

export function isTemporal(value: Value): value is Temporal {
  return (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof DayTimeDuration ||
    value instanceof YearMonthDuration
  );
}

/** The names that `instance of` and warnings use. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (value instanceof Decimal) return 'number';
  if (isList(value)) return 'list';
  if (value instanceof FeelContext) return 'context';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof DayTimeDuration) return 'days and time duration';
  if (value instanceof YearMonthDuration) return 'years and months duration';
  if (value instanceof FeelRange) return 'range';
  return value instanceof FeelFunction ? 'function' : 'error';
}

/** Text as warnings show it: strings in quotes. */
export function print(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(print).join(', ')}]`;
  if (value instanceof FeelContext) return `{${inMapOrder(value.entries()).map(printEntry).join(', ')}}`;
  if (value instanceof FeelRange) {
    const { start, end } = value;
    return `${start.isClosed ? '[' : '('}${print(start.value)}..${print(end.value)}${end.isClosed ? ']' : ')'}`;
  }
  if (value instanceof FeelFunction) return `function(${value.parameters.join(', ')})`;
  return value instanceof FeelError
    ? `${value.isFatal ? 'fatal ' : ''}error("${value.message}")`
    : value.toString();
}

function printEntry([key, value]: readonly [string, Value]): string {
  return `${key}:${print(value)}`;
}

/** Local and zoned values are of different kinds: they are neither equal nor ordered. */
function kindOf(value: Value): string {
  const zoned = (value instanceof FeelTime || value instanceof FeelDateTime) && value.zone !== null;
  return typeName(value) + (zoned ? ' with zone' : '');
}

export function isSameKind(a: Value, b: Value): boolean {
  return kindOf(a) === kindOf(b);
}

/** Null when the values are not comparable. */
export function equals(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return a === b;
  if (!isSameKind(a, b)) return null;
  if (typeof a === 'boolean' || typeof a === 'string') return a === b;
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => equals(item, b[index] ?? null) === true);
  }
  if (a instanceof FeelContext && b instanceof FeelContext) return contextEquals(a, b);
  if (a instanceof FeelTime && b instanceof FeelTime) return a.toString() === b.toString();
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return a.toJava() === b.toJava();
  return a instanceof Decimal || isTemporal(a) ? order(a, b) === 0 : null;
}

/** The same text for equal values. */
export function keyOf(value: Value): string {
  if (value instanceof Decimal) return `number ${value.key}`;
  if (isList(value)) return `[${value.map(keyOf).join(',')}]`;
  if (value instanceof FeelContext) {
    const entries = value.entries().map(([key, entry]) => `${JSON.stringify(key)}:${keyOf(entry)}`);
    return `{${entries.sort().join(',')}}`;
  }
  if (typeof value === 'string') return JSON.stringify(value);
  return `${kindOf(value)} ${isTemporal(value) ? value.toJava() : print(value)}`;
}

function contextEquals(a: FeelContext, b: FeelContext): boolean {
  const keys = a.keys();
  if (keys.length !== b.keys().length) return false;
  return keys.every((key) => {
    const other = b.get(key);
    return other !== undefined && equals(a.get(key) ?? null, other) === true;
  });
}

/** Whether `<` and `>` mean something for the value. */
export function isOrdered(value: Value): boolean {
  if (isList(value))
    return value.length > 0 && value.every((item) => isOrdered(item) && isSameKind(item, value[0] ?? null));
  return typeof value === 'string' || value instanceof Decimal || isTemporal(value);
}

/** Negative, zero or positive. Both are ordered and of one kind. */
export function order(a: Value, b: Value): number {
  if (a instanceof Decimal && b instanceof Decimal) return a.compare(b);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return position(a) - position(b) || fine(a) - fine(b);
}

function position(value: Value): number {
  if (value instanceof FeelDate) return value.epochDay;
  if (value instanceof FeelTime) return value.comparable;
  if (value instanceof FeelDateTime) return value.epochSeconds;
  if (value instanceof DayTimeDuration) return value.seconds;
  return value instanceof YearMonthDuration ? value.totalMonths : 0;
}

function fine(value: Value): number {
  if (value instanceof FeelDateTime) return value.nanoOfDay % 1_000_000_000;
  return value instanceof DayTimeDuration ? value.nanos : 0;
}

/** As Scala compares values: contexts that FEEL made are the same only when they are one. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index] ?? null));
  }
  if (left instanceof FeelContext && right instanceof FeelContext) {
    return left.json !== undefined && right.json !== undefined && keyOf(left) === keyOf(right);
  }
  return equals(left, right) === true;
}
