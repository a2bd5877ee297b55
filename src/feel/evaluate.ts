/** Evaluation of an `Expression` of the model to a JSON value. */
import type { Expression } from './expression';
import { run } from './engine';
import { Decimal } from './engine/decimal';
import { toJson, type Value } from './engine/value';
import { ResultType, resultTypeOf } from './result-type';

export type FeelResult =
  | { readonly ok: true; readonly value: unknown; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: string };

export interface EvaluationOptions {
  /** Milliseconds since the epoch, for `now()` and `today()`. Default: the system clock. */
  readonly now?: number;
}

export type RawEvaluation =
  | {
      readonly ok: true;
      readonly type: ResultType;
      readonly value: Value;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly failure: string; readonly warnings: readonly string[] };

/** Warnings read `[NO_VARIABLE_FOUND] No variable found with name 'x'`. The value is JSON. */
export function evaluateExpression(
  expression: Expression,
  context: Readonly<Record<string, unknown>>,
  options?: EvaluationOptions,
): FeelResult {
  if (expression.kind === 'literal') return { ok: true, value: expression.source, warnings: [] };
  const result = evaluateRaw(expression, context, options);
  if (!result.ok) return { ok: false, failure: withWarnings(result.failure, result.warnings) };
  return { ok: true, value: toJson(result.value), warnings: result.warnings };
}

/** As Zeebe types it: a literal that reads as a number is one. The value may be a FEEL temporal. */
export function evaluateRaw(
  expression: Expression,
  context: Readonly<Record<string, unknown>>,
  options: EvaluationOptions = {},
): RawEvaluation {
  if (expression.kind === 'literal') return literal(expression.source);
  const result = run(expression.source, context, options.now ?? Date.now());
  return result.ok ? { ...result, type: resultTypeOf(result.value) } : result;
}

/** The text of Zeebe's incidents. */
export function withWarnings(failure: string, warnings: readonly string[]): string {
  if (warnings.length === 0) return failure;
  return `${failure} The evaluation reported the following warnings:\n${warnings.join('\n')}`;
}

function literal(source: string): RawEvaluation {
  const number = Decimal.parse(source);
  return number === null
    ? { ok: true, type: ResultType.STRING, value: source, warnings: [] }
    : { ok: true, type: ResultType.NUMBER, value: number, warnings: [] };
}
