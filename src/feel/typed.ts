/**
 * Evaluation where a type is expected: the value, or the text of the incident that Zeebe raises
 * (error type EXTRACT_VALUE_ERROR; IO_MAPPING_ERROR for mappings).
 */
import type { Expression } from '../bpmn/model';
import { evaluateRaw, type EvaluationOptions, type RawEvaluation } from './evaluate';
import { parseCycle, parseInterval, parseZonedDateTime, type Interval, type Timer } from './timer';
import { ResultType, toJson, typeOf } from './values';
import { FeelDateTime, FeelDuration } from 'feelin';

export type Typed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: string };
type Variables = Readonly<Record<string, unknown>>;

export function evaluateBoolean(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<boolean> {
  return expectType(expression, context, options, [ResultType.BOOLEAN], (value) => value as boolean);
}

export function evaluateString(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<string> {
  return expectType(expression, context, options, [ResultType.STRING], (value) => value as string);
}

export function evaluateNumber(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<number> {
  return expectType(expression, context, options, [ResultType.NUMBER], (value) => value as number);
}

/** Retries and the like: the fraction is cut off. */
export function evaluateLong(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<number> {
  return expectType(expression, context, options, [ResultType.NUMBER], (value) =>
    Math.trunc(value as number),
  );
}

/** JSON items. */
export function evaluateList(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<unknown[]> {
  return expectType(expression, context, options, [ResultType.ARRAY], (value) => toJson(value) as unknown[]);
}

export function evaluateStringList(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<string[]> {
  const evaluated = evaluateRaw(expression, context, options);
  const list = expectRaw(evaluated, expression, [ResultType.ARRAY], (value) => value as unknown[]);
  if (!list.ok || list.value.every((item) => typeof item === 'string')) return list as Typed<string[]>;
  const text =
    `Expected result of the expression '${expression.source}' to be 'ARRAY' containing 'STRING' items,` +
    " but was 'ARRAY' containing at least one non-'STRING' item.";
  return failed(text, evaluated);
}

/** A message's correlation key: a number loses its fraction and becomes text. */
export function evaluateCorrelationKey(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<string> {
  const evaluated = evaluateRaw(expression, context, options);
  if (!evaluated.ok) return failed(evaluated.failure, evaluated);
  if (evaluated.type === ResultType.STRING) return { ok: true, value: evaluated.value as string };
  if (evaluated.type === ResultType.NUMBER) {
    return { ok: true, value: BigInt(Math.trunc(evaluated.value as number)).toString() };
  }
  const text =
    `Failed to extract the correlation key for '${expression.source}':` +
    ` The value must be either a string or a number, but was '${evaluated.type}'.`;
  return failed(text, evaluated);
}

/** Milliseconds since the epoch; null only when `nullable` and the result is null or empty. */
export function evaluateDateTime(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions & { readonly nullable?: boolean },
): Typed<number | null> {
  const nullable = options?.nullable ?? false;
  const types = [...(nullable ? [ResultType.NULL] : []), ResultType.DATE_TIME, ResultType.STRING];
  const evaluated = evaluateRaw(expression, context, options);
  const result = expectRaw(evaluated, expression, types, (value) => value);
  if (!result.ok) return result;
  const value = result.value ?? '';
  if (nullable && value === '') return { ok: true, value: null };
  const text = value instanceof FeelDateTime ? String(toJson(value)) : (value as string);
  const instant = parseZonedDateTime(text);
  if (instant !== null && (value instanceof FeelDateTime || hasZone(text)))
    return { ok: true, value: instant };
  return failed(`Invalid date-time format '${text}' for expression '${expression.source}'.`, evaluated);
}

export function evaluateInterval(
  expression: Expression,
  context: Variables,
  options?: EvaluationOptions,
): Typed<Interval> {
  const types = [ResultType.DURATION, ResultType.PERIOD, ResultType.STRING];
  const evaluated = evaluateRaw(expression, context, options);
  const result = expectRaw(evaluated, expression, types, (value) => value);
  if (!result.ok) return result;
  const text = result.value instanceof FeelDuration ? String(toJson(result.value)) : (result.value as string);
  const interval = parseInterval(text);
  if (interval !== null) return { ok: true, value: interval };
  return failed(`Invalid duration format '${text}' for expression '${expression.source}'.`, evaluated);
}

/** A timer of any kind; see `nextDueDate` for when it fires. */
export function evaluateTimer(
  definition: { readonly kind: 'date' | 'duration' | 'cycle'; readonly expression: Expression },
  context: Variables,
  options?: EvaluationOptions,
): Typed<Timer> {
  switch (definition.kind) {
    case 'date': {
      const date = evaluateDateTime(definition.expression, context, options);
      return date.ok ? { ok: true, value: { kind: 'date', dueDate: date.value ?? 0 } } : date;
    }
    case 'duration': {
      const interval = evaluateInterval(definition.expression, context, options);
      if (!interval.ok) return interval;
      return { ok: true, value: { kind: 'interval', repetitions: 1, interval: interval.value } };
    }
    case 'cycle': {
      const text = evaluateString(definition.expression, context, options);
      if (!text.ok) return text;
      const timer = parseCycle(text.value);
      return 'failure' in timer ? { ok: false, failure: timer.failure } : { ok: true, value: timer };
    }
  }
}

function hasZone(text: string): boolean {
  return /(?:Z|[+-]\d\d(?::?\d\d)*|\])$/i.test(text.slice(10));
}

function expectType<T>(
  expression: Expression,
  context: Variables,
  options: EvaluationOptions | undefined,
  types: readonly ResultType[],
  convert: (value: unknown) => T,
): Typed<T> {
  return expectRaw(evaluateRaw(expression, context, options), expression, types, convert);
}

function expectRaw<T>(
  evaluated: RawEvaluation,
  expression: Expression,
  types: readonly ResultType[],
  convert: (value: unknown) => T,
): Typed<T> {
  if (!evaluated.ok) return failed(evaluated.failure, evaluated);
  const type = evaluated.type;
  if (types.includes(type)) return { ok: true, value: convert(evaluated.value) };
  const expected = types.length === 1 ? `'${types.join('')}'` : `one of '[${types.join(', ')}]'`;
  return failed(
    `Expected result of the expression '${expression.source}' to be ${expected}, but was '${type}'.`,
    evaluated,
  );
}

export function failed(
  text: string,
  evaluated: RawEvaluation,
): { readonly ok: false; readonly failure: string } {
  const { warnings } = evaluated;
  if (warnings.length === 0) return { ok: false, failure: text };
  return {
    ok: false,
    failure: `${text} The evaluation reported the following warnings:\n${warnings.join('\n')}`,
  };
}

export { typeOf };
