/**
 * Evaluation where a type is expected: the value, or the text of the incident that Zeebe raises
 * (error type EXTRACT_VALUE_ERROR).
 */
import type { Expression, TimerDefinition } from './expression';
import { Decimal } from './engine/decimal';
import { DayTimeDuration, FeelDateTime, YearMonthDuration } from './engine/temporal';
import { isList, toJson, type Value } from './engine/value';
import { evaluateRaw, withWarnings, type EvaluationOptions, type RawEvaluation } from './evaluate';
import { ResultType } from './result-type';
import { parseCycle, parseInterval, parseZonedDateTime, type Interval, type Timer } from './timer';

export type Typed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: string };
type Variables = Readonly<Record<string, unknown>>;
type Evaluate<T> = (expression: Expression, context: Variables, options?: EvaluationOptions) => Typed<T>;

export const evaluateBoolean: Evaluate<boolean> = expecting(ResultType.BOOLEAN, (value) => value === true);
export const evaluateString: Evaluate<string> = expecting(ResultType.STRING, (value) => value as string);
/** Retries and the like: the fraction is cut off. */
export const evaluateLong: Evaluate<number> = expecting(ResultType.NUMBER, (value) =>
  Number((value as Decimal).toLong()),
);
/** A list whose items become JSON when they are asked for. */
export interface Items {
  readonly size: number;
  at(index: number): unknown;
}

export const evaluateItems: Evaluate<Items> = expecting(ResultType.ARRAY, (value) => {
  const list = value as readonly Value[];
  return { size: list.length, at: (index) => toJson(list[index] ?? null) };
});

export const evaluateStringList: Evaluate<string[]> = (expression, context, options) => {
  const evaluated = evaluateRaw(expression, context, options);
  const list = expectType(evaluated, expression, [ResultType.ARRAY]);
  if (!list.ok) return list;
  if (isList(list.value) && list.value.every((item) => typeof item === 'string')) {
    return { ok: true, value: [...list.value] as string[] };
  }
  const text =
    `Expected result of the expression '${expression.source}' to be 'ARRAY' containing 'STRING' items,` +
    " but was 'ARRAY' containing at least one non-'STRING' item.";
  return failed(text, evaluated);
};

/** A message's correlation key: a number loses its fraction and becomes text. */
export const evaluateCorrelationKey: Evaluate<string> = (expression, context, options) => {
  const evaluated = evaluateRaw(expression, context, options);
  if (!evaluated.ok) return failed(evaluated.failure, evaluated);
  const { value } = evaluated;
  if (typeof value === 'string') return { ok: true, value };
  if (value instanceof Decimal) return { ok: true, value: value.toLong().toString() };
  const text =
    `Failed to extract the correlation key for '${expression.source}':` +
    ` The value must be either a string or a number, but was '${evaluated.type}'.`;
  return failed(text, evaluated);
};

/**
 * Milliseconds since the epoch; a FEEL date-time without zone is taken in UTC. Null only when `nullable`, as for the
 * dates of user tasks, and the result is null or an empty text.
 */
export function evaluateDateTime(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions & { readonly nullable?: boolean },
): Typed<number | null> {
  const isNullable = options?.nullable === true;
  const types = [...(isNullable ? [ResultType.NULL] : []), ResultType.DATE_TIME, ResultType.STRING];
  const evaluated = evaluateRaw(expression, context, options);
  const result = expectType(evaluated, expression, types);
  if (!result.ok) return result;
  if (isNullable && (result.value === null || result.value === '')) return { ok: true, value: null };
  return instantOf(result.value, expression, evaluated);
}

function instantOf(value: Value, expression: Expression, evaluated: RawEvaluation): Typed<number> {
  if (value instanceof FeelDateTime) return { ok: true, value: value.epochMillis };
  const instant = parseZonedDateTime(value as string);
  if (instant !== null) return { ok: true, value: instant };
  return failed(
    `Invalid date-time format '${value as string}' for expression '${expression.source}'.`,
    evaluated,
  );
}

export const evaluateInterval: Evaluate<Interval> = (expression, context, options) => {
  const evaluated = evaluateRaw(expression, context, options);
  const result = expectType(evaluated, expression, [
    ResultType.DURATION,
    ResultType.PERIOD,
    ResultType.STRING,
  ]);
  if (!result.ok) return result;
  const { value } = result;
  if (value instanceof DayTimeDuration) {
    return { ok: true, value: { months: 0, days: 0, milliseconds: value.milliseconds } };
  }
  if (value instanceof YearMonthDuration) {
    return { ok: true, value: { months: value.totalMonths, days: 0, milliseconds: 0 } };
  }
  const interval = parseInterval(value as string);
  if (interval !== null) return { ok: true, value: interval };
  return failed(
    `Invalid duration format '${value as string}' for expression '${expression.source}'.`,
    evaluated,
  );
};

/** A timer of any kind; see `nextDueDate` for when it fires. */
export function evaluateTimer(
  definition: TimerDefinition,
  context: Variables,
  options?: EvaluationOptions,
): Typed<Timer> {
  const { expression } = definition;
  switch (definition.kind) {
    case 'date': {
      const date = evaluateDateTime(expression, context, options);
      return date.ok ? { ok: true, value: { kind: 'date', dueDate: date.value ?? 0 } } : date;
    }
    case 'duration': {
      const interval = evaluateInterval(expression, context, options);
      if (!interval.ok) return interval;
      return { ok: true, value: { kind: 'interval', repetitions: 1, interval: interval.value } };
    }
    case 'cycle': {
      const text = evaluateString(expression, context, options);
      if (!text.ok) return text;
      const timer = parseCycle(text.value);
      return 'failure' in timer ? { ok: false, failure: timer.failure } : { ok: true, value: timer };
    }
  }
}

function expecting<T>(type: ResultType, convert: (value: Value) => T): Evaluate<T> {
  return (expression, context, options) => {
    const result = expectType(evaluateRaw(expression, context, options), expression, [type]);
    return result.ok ? { ok: true, value: convert(result.value) } : result;
  };
}

function expectType(
  evaluated: RawEvaluation,
  expression: Expression,
  types: readonly ResultType[],
): Typed<Value> {
  if (!evaluated.ok) return failed(evaluated.failure, evaluated);
  const { type, value } = evaluated;
  if (types.includes(type)) return { ok: true, value };
  const expected = types.length === 1 ? `'${types.join('')}'` : `one of '[${types.join(', ')}]'`;
  return failed(
    `Expected result of the expression '${expression.source}' to be ${expected}, but was '${type}'.`,
    evaluated,
  );
}

function failed(text: string, { warnings }: RawEvaluation): { readonly ok: false; readonly failure: string } {
  return { ok: false, failure: withWarnings(text, warnings) };
}
