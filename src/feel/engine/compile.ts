/**
 * Syntax trees to functions of a scope. What cannot be computed is null and leaves a warning, as in Zeebe's FEEL;
 * a FeelError is on its way to become that null, or the failure of the whole expression.
 */
import type { Node } from './ast';
import { compileCall } from './compile-call';
import { compileFilter, compileIteration, compileLoop } from './compile-lists';
import { compileContext, compileList, compileRange, compileReference, path } from './compile-names';
import {
  compileArithmetic,
  compileComparison,
  compileIf,
  compileLogic,
  isInstance,
} from './compile-operators';
import {
  compileEqualityTest,
  compileExpressionTest,
  compileIn,
  compileRangeTest,
  compileTest,
} from './compile-tests';
import { isBoolean, isNumber, orNull, strict, withType, type Code } from './failures';
import { FeelError, FeelFunction } from './value';

export function compile(node: Node): Code {
  switch (node.kind) {
    case 'constant':
      return () => node.value;
    case 'input':
      return (scope) =>
        scope.symbol === undefined
          ? new FeelError(
              "No input value available. '?' can only be used inside an unary-test expression.",
              true,
            )
          : scope.symbol;
    case 'list':
      return compileList(node.items.map(compile));
    case 'context':
      return compileContext(node.entries.map(([key, value]) => [key, compile(value)] as const));
    case 'range':
      return compileRange(node, compile(node.start.value), compile(node.end.value));
    case 'ref':
      return compileReference(node.names);
    case 'path':
      return strict(compile(node.target), (target, scope) => path(target, node.key, scope));
    case 'filter':
      return compileFilter(compile(node.target), compile(node.filter), node.filter.kind);
    case 'arithmetic':
      return compileArithmetic(node.operator, compile(node.left), compile(node.right));
    case 'negation':
      return orNull(withType(compile(node.operand), isNumber, 'number', (value) => value.negate()));
    case 'comparison':
      return compileComparison(node.operator, compile(node.left), compile(node.right));
    case 'not':
      return orNull(withType(compile(node.operand), isBoolean, 'boolean', (value) => !value));
    case 'and':
      return compileLogic(node.operands.map(compile), false);
    case 'or':
      return compileLogic(node.operands.map(compile), true);
    case 'if':
      return compileIf(compile(node.condition), compile(node.then), compile(node.otherwise));
    case 'for':
    case 'some':
    case 'every':
      return compileLoop(node, compile);
    case 'iteration':
      return compileIteration(compile(node.start), compile(node.end));
    case 'instance':
      return strict(compile(node.operand), (value) => isInstance(value, node.type));
    case 'in':
      return compileIn(compile(node.operand), compile(node.test));
    case 'test':
      return compileTest(node.operator, compile(node.operand));
    case 'range test':
      return compileRangeTest(node.range, compile(node.range.start.value), compile(node.range.end.value));
    case 'equality test':
      return compileEqualityTest(compile(node.operand));
    case 'expression test':
      return compileExpressionTest(compile(node.operand));
    case 'function':
      return compileFunction(node.parameters, compile(node.body));
    case 'call':
      return compileCall(node, compile);
  }
}

function compileFunction(parameters: readonly string[], body: Code): Code {
  return (scope) =>
    new FeelFunction(parameters, (args) => {
      scope.evaluation.spend(1);
      return body(scope.withVariables(new Map(parameters.map((name, index) => [name, args[index] ?? null]))));
    });
}
