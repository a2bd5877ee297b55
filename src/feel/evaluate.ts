/** Evaluation of an `Expression` of the model to a JSON value. */
import type { Expression } from '../bpmn/model';
import { run } from './interpreter';
import { ResultType, toJson, typeOf } from './values';

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
      readonly value: unknown;
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
  return result.ok ? { ok: true, value: toJson(result.value), warnings: result.warnings } : result;
}

/** As Zeebe types it: a literal that reads as a number is one. The value may be a FEEL temporal. */
export function evaluateRaw(
  expression: Expression,
  context: Readonly<Record<string, unknown>>,
  options: EvaluationOptions = {},
): RawEvaluation {
  if (expression.kind === 'literal') return literal(expression.source);
  const result = run(expression.source, context, options.now ?? Date.now());
  return result.ok ? { ...result, type: typeOf(result.value) } : result;
}

function literal(source: string): RawEvaluation {
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(source);
  return isNumber
    ? { ok: true, type: ResultType.NUMBER, value: Number(source), warnings: [] }
    : { ok: true, type: ResultType.STRING, value: source, warnings: [] };
}
