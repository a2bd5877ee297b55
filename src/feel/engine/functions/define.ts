/** How functions of the library are written down. */
import { FeelError, FeelFunction, print, type Value } from '../value';

export type Library = Readonly<Record<string, readonly FeelFunction[]>>;
/** Undefined when the arguments are not of the right types. */
type Body = (...args: readonly Value[]) => Value | undefined;

export function define(parameters: string, body: Body): FeelFunction {
  return make(parameters, body, false);
}

/** The last parameter takes all remaining arguments as one list. */
export function variadic(parameters: string, body: Body): FeelFunction {
  return make(parameters, body, true);
}

function make(parameters: string, body: Body, isVariadic: boolean): FeelFunction {
  const names = parameters === '' ? [] : parameters.split(',');
  return new FeelFunction(names, (args) => call(body, args), isVariadic);
}

function call(body: Body, args: readonly Value[]): Value {
  const result = body(...args);
  if (result !== undefined) return result;
  const error = args.find((argument) => argument instanceof FeelError);
  return (
    error ?? new FeelError(`Illegal arguments: ${args.map((argument) => `'${print(argument)}'`).join(', ')}`)
  );
}
