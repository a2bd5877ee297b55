/** FEEL for decisions: sources parsed once, evaluated on FEEL values, many of them in one bounded evaluation. */
import { compileFeel, compileUnaryTests } from './engine';

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
  sameValue,
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
