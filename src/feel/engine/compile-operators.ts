/** Arithmetic, comparison, logic and conditions. */
import { calculate, mismatch, power } from './arithmetic';
import type { Comparator, Operator } from './ast';
import { fail, isBoolean, isError, isNumber, orNull, unexpected, type Code } from './failures';
import type { Scope } from './scope';
import { ThrownError } from './thrown-error';
import { equals, isList, isOrdered, isSameKind, order, print, typeName, type Value } from './value';

export function compileArithmetic(operator: Operator, left: Code, right: Code): Code {
  if (operator === '**') {
    return orNull((scope) => {
      const x = left(scope);
      if (!isNumber(x)) return unexpected(scope, 'number', x);
      const y = right(scope);
      return isNumber(y) ? power(x, y) : unexpected(scope, 'number', y);
    });
  }
  return orNull((scope) => {
    const [x, y] = [left(scope), right(scope)];
    if (isError(x)) return x;
    if (isError(y)) return y;
    const value = calculate(operator, x, y);
    return value === undefined ? fail(scope, 'INVALID_TYPE', mismatch(operator, x, y)) : value;
  });
}

export function compileComparison(operator: Comparator, left: Code, right: Code): Code {
  return (scope) => {
    const [x, y] = [left(scope), right(scope)];
    if (isError(x)) return x;
    if (isError(y)) return y;
    return compareValues(operator, x, y, scope);
  };
}

export function compareValues(operator: Comparator, x: Value, y: Value, scope: Scope): Value {
  const result =
    operator === '='
      ? equals(x, y)
      : isOrdered(x) && isOrdered(y) && isSameKind(x, y)
        ? holds(operator, x, y)
        : null;
  if (result === null)
    scope.evaluation.warn('NOT_COMPARABLE', `Can't compare '${print(x)}' with '${print(y)}'`);
  return result;
}

function holds(operator: Comparator, x: Value, y: Value): boolean | null {
  if (isList(x)) {
    throw new ThrownError(
      `java.lang.IllegalArgumentException: ${print(x)} can not be compared to ${print(y)}`,
    );
  }
  const sign = order(x, y);
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    case '=':
      return sign === 0;
  }
}

/** `or` when `decisive` is true, `and` when it is false: the first decisive operand decides. */
export function compileLogic(operands: readonly Code[], decisive: boolean): Code {
  return (scope) =>
    fold(
      operands.map((operand) => () => operand(scope)),
      decisive,
      scope,
    );
}

export function fold(operands: Iterable<() => Value>, decisive: boolean, scope: Scope): Value {
  let result: boolean | null = !decisive;
  for (const operand of operands) {
    const value = operand();
    if (isError(value) && value.isFatal) return value;
    if (value === decisive) return decisive;
    if (result === null || typeof value === 'boolean') continue;
    unexpected(scope, 'boolean', value);
    result = null;
  }
  return result;
}

export function compileIf(condition: Code, then: Code, otherwise: Code): Code {
  return (scope) => {
    const value = condition(scope);
    // That `?` has no value yet: the test is made again with one.
    if (isError(value) && value.isFatal) return value;
    if (!isBoolean(value)) unexpected(scope, 'boolean', value);
    return value === true ? then(scope) : otherwise(scope);
  };
}

export function isInstance(value: Value, type: string): boolean {
  const aliases: Readonly<Record<string, string>> = {
    'date time': 'date and time',
    'year-month-duration': 'years and months duration',
    'day-time-duration': 'days and time duration',
  };
  return type === 'Any' ? value !== null : typeName(value) === (aliases[type] ?? type);
}
