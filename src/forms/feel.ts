/** FEEL in forms: `=x` properties, evaluated as the browser does. A failing expression is null, as there. */
import { evaluateExpression, evaluateUnaryTest } from '../feel';
import type { JsonObject } from './paths';

/** Where an expression stands: the whole data, and inside a dynamic list its row. */
export interface Scope {
  readonly row: unknown;
  readonly parent: unknown;
  /** Row numbers from 1, outermost list first. */
  readonly indexes: readonly number[];
}

export const topScope = (data: JsonObject): Scope => ({ row: data, parent: null, indexes: [] });

export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

export function evaluate(expression: string, data: JsonObject, scope: Scope): unknown {
  const result = evaluateExpression({ kind: 'feel', source: expression.slice(1) }, contextOf(data, scope));
  return result.ok ? result.value : null;
}

/** A condition is a unary test to form-js: one that gives null, as `quantite > 2` without a quantity, is met. */
export function isMet(condition: string, data: JsonObject, scope: Scope): boolean {
  return evaluateUnaryTest(condition.slice(1), contextOf(data, scope)) === true;
}

function contextOf(data: JsonObject, { row, parent, indexes }: Scope): JsonObject {
  return { this: row, parent, i: indexes, ...data, _this_: row, _parent_: parent, _i_: indexes };
}

/** The value itself, or its result when it is an expression. */
export function resolve(value: unknown, data: JsonObject, scope: Scope): unknown {
  return isExpression(value) ? evaluate(value, data, scope) : value;
}
