/** Unary tests: what stands after `in`. */
import type { Comparator, Node } from './ast';
import { compareValues } from './compile-operators';
import { isBoolean, isError, strict, type Code } from './failures';
import type { Scope } from './scope';
import { isList, isOrdered, isSameKind, order, print, sameValue, type Value } from './value';

export function compileIn(operand: Code, test: Code): Code {
  return strict(operand, (value, scope) => test(scope.withInput(value)));
}

function inputOf(scope: Scope): Value {
  if (scope.input !== undefined) return scope.input;
  scope.evaluation.warn('NO_VARIABLE_FOUND', 'No input value found.');
  return null;
}

export function compileTest(operator: Comparator, operand: Code): Code {
  return (scope) => {
    const input = inputOf(scope);
    const value = operand(scope);
    return isError(value) ? value : compareValues(operator, input, value, scope);
  };
}

export function compileRangeTest(range: Extract<Node, { kind: 'range' }>, start: Code, end: Code): Code {
  return (scope) => {
    const input = inputOf(scope);
    const [low, high] = [start(scope), end(scope)];
    if (
      !isOrdered(input) ||
      !isOrdered(low) ||
      !isOrdered(high) ||
      !isSameKind(input, low) ||
      !isSameKind(input, high)
    ) {
      const text = `Can't compare '${print(inputOf(scope))}' with '${print(low)}' and '${print(high)}'`;
      scope.evaluation.warn('NOT_COMPARABLE', text);
      return null;
    }
    const [fromLow, fromHigh] = [order(input, low), order(input, high)];
    return (
      (range.start.isClosed ? fromLow >= 0 : fromLow > 0) &&
      (range.end.isClosed ? fromHigh <= 0 : fromHigh < 0)
    );
  };
}

export function compileEqualityTest(operand: Code): Code {
  return (scope) => {
    const input = inputOf(scope);
    const value = operand(scope);
    return isError(value) ? value : compareValues('=', input, value, scope);
  };
}

/**
 * An expression holds when it is true, or is the input, or a list with the input. One that names its input by `?` says
 * itself whether it holds.
 */
export function compileExpressionTest(operand: Code): Code {
  return (scope) => {
    const input = inputOf(scope);
    const value = operand(scope);
    if (isError(value)) return value.isFatal ? testWithSymbol(operand, scope.withSymbol(input)) : false;
    if (value === true) return true;
    if (isList(value) && value.some((item) => sameValue(item, input))) return true;
    const result = compareValues('=', input, value, scope);
    if (result === true) return true;
    return result === null && !isList(value) ? null : false;
  };
}

function testWithSymbol(operand: Code, scope: Scope): Value {
  const value = operand(scope);
  return isBoolean(value) ? value : null;
}
