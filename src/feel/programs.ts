/** FEEL for decisions: sources parsed once, evaluated on FEEL values, many of them in one bounded evaluation. */
import { compileFeel, compileUnaryTests } from './engine';
import { equals, FeelContext, isList, keyOf, type Value } from './engine/value';

export {
  beginEvaluation,
  compileFeel,
  compileUnaryTests,
  evaluate as evaluateProgram,
  type Lookup,
  type Program,
} from './engine';
export { Decimal } from './engine/decimal';
export type { Evaluation } from './engine/scope';
export {
  FeelContext,
  FeelError,
  FeelFunction,
  fromJson,
  isList,
  print,
  readableIntegers,
  toJson,
  typeName,
  type Value,
} from './engine/value';
export { ResultType, resultTypeOf } from './result-type';

/** Null when it parses. */
export function syntaxFailure(source: string): string | null {
  const program = compileFeel(source);
  return 'failure' in program ? program.failure : null;
}

export function unaryTestsFailure(source: string): string | null {
  const program = compileUnaryTests(source);
  return 'failure' in program ? program.failure : null;
}

/** As Scala compares values: contexts that FEEL made are the same only when they are one. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index] ?? null));
  }
  if (left instanceof FeelContext && right instanceof FeelContext) {
    return left.json !== undefined && right.json !== undefined && keyOf(left) === keyOf(right);
  }
  return equals(left, right) === true;
}
