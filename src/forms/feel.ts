/**
 * FEEL in forms: `=x` properties, evaluated by the library and the version that form-js itself uses, so that browser
 * and server see the same. A failing expression is null, as there; one that does not end is null as well.
 */
import { evaluate as evaluateExpression, unaryTest } from '@bpmn-io/feelin';
import { bounded, isTimeout } from '../feel';
import { isObject, type JsonObject } from './paths';

/** Where an expression stands: the whole data, and inside a dynamic list its row. */
export interface Scope {
  readonly row: unknown;
  /** What surrounds the list; null at the top. */
  readonly parent: JsonObject | null;
  /** Row numbers from 1, outermost list first. */
  readonly indexes: readonly number[];
}

/** Characters; as for expressions of the engine. */
const maxSource = 16_384;

export const topScope = (data: JsonObject): Scope => ({ row: data, parent: null, indexes: [] });

export function rowScope(row: unknown, index: number, around: Scope): Scope {
  const outer = isObject(around.row) ? around.row : {};
  return { row, parent: contextOf(outer, around), indexes: [...around.indexes, index + 1] };
}

export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

export function evaluate(expression: string, data: JsonObject, scope: Scope): unknown {
  const { value } = attempt(expression, (source) => evaluateExpression(source, contextOf(data, scope)));
  return asJson(value);
}

/** A condition is a unary test to form-js, without an input value. */
export function isMet(condition: string, data: JsonObject, scope: Scope): boolean {
  if (!isExpression(condition)) return false;
  return attempt(condition, (source) => unaryTest(source, contextOf(data, scope))).value === true;
}

function attempt(expression: string, action: (source: string) => { value: unknown }): { value: unknown } {
  if (expression.length > maxSource) return { value: null };
  try {
    return bounded(() => action(expression.slice(1)));
  } catch {
    return { value: null };
  }
}

/** As the browser keeps and sends it: dates and durations as text. */
function asJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as unknown);
}

function contextOf(data: JsonObject, { row, parent, indexes }: Scope): JsonObject {
  return { this: row, parent, i: indexes, ...data, _this_: row, _parent_: parent, _i_: indexes };
}

/** The value itself, or its result when it is an expression. */
export function resolve(value: unknown, data: JsonObject, scope: Scope): unknown {
  return isExpression(value) ? evaluate(value, data, scope) : value;
}

/** Whether the expression can be read at all, whatever its names stand for. One that does not end can. */
export function isReadable(expression: string, kind: 'expression' | 'condition'): boolean {
  const source = expression.slice(1);
  try {
    bounded(() => (kind === 'condition' ? unaryTest(source, {}) : evaluateExpression(source, {})));
    return true;
  } catch (error) {
    return isTimeout(error);
  }
}
