/** Errors on their way to becoming null, a warning, or the failure of the whole expression. */
import { Decimal } from './decimal';
import type { Scope } from './scope';
import { FeelError, print, type Value } from './value';

export type Code = (scope: Scope) => Value;

export function isError(value: Value): value is FeelError {
  return value instanceof FeelError;
}

/** Errors pass by. */
export function strict(code: Code, use: (value: Value, scope: Scope) => Value): Code {
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

export function fail(scope: Scope, type: string, message: string): FeelError {
  scope.evaluation.warn(type, message);
  return new FeelError(message);
}

export function unexpected(scope: Scope, expected: string, found: Value): FeelError {
  return isError(found)
    ? found
    : fail(scope, 'INVALID_TYPE', `Expected ${expected} but found '${print(found)}'`);
}

export function withType<T extends Value>(
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

export function isNumber(value: Value): value is Decimal {
  return value instanceof Decimal;
}

export function isBoolean(value: Value): value is boolean {
  return typeof value === 'boolean';
}
