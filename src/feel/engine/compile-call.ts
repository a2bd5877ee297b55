/** Calls: the function by its name and number of arguments, or by the names of its parameters. */
import type { Arguments, Node } from './ast';
import { fail, orNull, type Code } from './failures';
import { AssertionError, type Scope } from './scope';
import { FeelContext, FeelError, FeelFunction, isList, print, type Value } from './value';

type Call = Extract<Node, { kind: 'call' }>;
type BoundArguments =
  | { readonly kind: 'positional'; readonly codes: readonly Code[] }
  | { readonly kind: 'named'; readonly codes: ReadonlyMap<string, Code> };

export function compileCall(node: Call, compile: (node: Node) => Code): Code {
  const args = bind(node.args, compile);
  if (node.path.length > 0) return compileMethod(compile({ kind: 'ref', names: node.path }), node.name, args);
  const { name } = node;
  return orNull((scope) => {
    scope.evaluation.spend(1);
    const found = findFunction(scope.functions(name), args);
    if (found === undefined) return fail(scope, 'NO_FUNCTION_FOUND', notFound(name, args));
    const result = invoke(found, args, scope);
    if (!(result instanceof FeelError) || result.isFatal) return result;
    if (name === 'assert') {
      scope.evaluation.warn('ASSERT_FAILURE', result.message);
      throw new AssertionError(result.message);
    }
    scope.evaluation.warn(
      'FUNCTION_INVOCATION_FAILURE',
      `Failed to invoke function '${name}': ${result.message}`,
    );
    return null;
  });
}

/** A function that is an entry of a context. */
function compileMethod(target: Code, name: string, args: BoundArguments): Code {
  return (scope) => {
    scope.evaluation.spend(1);
    const context = target(scope);
    if (context instanceof FeelError) return context;
    if (!(context instanceof FeelContext)) {
      return fail(scope, 'INVALID_TYPE', `Expected context but found '${print(context)}'`);
    }
    const entry = context.get(name);
    const found = findFunction(entry instanceof FeelFunction ? [entry] : [], args);
    return found === undefined
      ? fail(scope, 'NO_FUNCTION_FOUND', notFound(name, args))
      : invoke(found, args, scope);
  };
}

function bind(args: Arguments, compile: (node: Node) => Code): BoundArguments {
  return args.kind === 'positional'
    ? { kind: 'positional', codes: args.values.map(compile) }
    : { kind: 'named', codes: new Map(args.values.map(([name, node]) => [name, compile(node)])) };
}

function findFunction(functions: readonly FeelFunction[], args: BoundArguments): FeelFunction | undefined {
  if (args.kind === 'named') {
    return functions.find(({ parameters }) =>
      [...args.codes.keys()].every((name) => parameters.includes(name)),
    );
  }
  const count = args.codes.length;
  return functions.find(
    ({ parameters, isVariadic }) => parameters.length === count || (isVariadic && parameters.length < count),
  );
}

function notFound(name: string, args: BoundArguments): string {
  return args.kind === 'positional'
    ? `No function found with name '${name}' and ${args.codes.length} parameters`
    : `No function found with name '${name}' and parameters: ${[...args.codes.keys()].join(',')}`;
}

function invoke(found: FeelFunction, args: BoundArguments, scope: Scope): Value {
  const { parameters, isVariadic } = found;
  if (args.kind === 'named') {
    return found.invoke(parameters.map((name) => args.codes.get(name)?.(scope) ?? null));
  }
  const values = args.codes.map((code) => code(scope));
  if (!isVariadic || parameters.length === 0) return found.invoke(values);
  const fixed = parameters.length - 1;
  const rest = values.slice(fixed);
  const only = rest.length === 1 && fixed === 0 ? rest[0] : undefined;
  return found.invoke([...values.slice(0, fixed), only !== undefined && isList(only) ? only : rest]);
}
