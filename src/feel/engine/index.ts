/** FEEL as Zeebe 8.6 evaluates it: parsed once, bounded in size, depth and steps. */
import type { Node } from './ast';
import { compile } from './compile';
import { conversionFunctions } from './functions/conversion';
import { contextFunctions } from './functions/context';
import type { Library } from './functions/define';
import { listFunctions } from './functions/list';
import { numericFunctions } from './functions/numeric';
import { rangeFunctions } from './functions/range';
import { clockFunctions, temporalFunctions } from './functions/temporal';
import { textFunctions } from './functions/text';
import type { Code } from './failures';
import { FeelSyntaxError } from './lexer';
import { parse } from './parser';
import { AssertionError, Evaluation, Scope, ThrownError } from './scope';
import { FeelError, fromJson, type FeelFunction, type Value } from './value';

export type Outcome =
  | { readonly ok: true; readonly value: Value; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: string; readonly warnings: readonly string[] };

type Program = { readonly node: Node; readonly code: Code } | { readonly failure: string };

/** Characters. */
const MAX_SOURCE = 32_768;
const MAX_STEPS = 300_000;
const MAX_PROGRAMS = 2000;

const library = new Map<string, readonly FeelFunction[]>(
  Object.entries({
    ...conversionFunctions,
    ...contextFunctions,
    ...textFunctions,
    ...listFunctions,
    ...numericFunctions,
    ...rangeFunctions,
    ...temporalFunctions,
  } satisfies Library),
);
const programs = new Map<string, Program>();

/** Null when the source parses. */
export function syntaxFailure(source: string): string | null {
  const program = programOf(source);
  return 'failure' in program ? program.failure : null;
}

/** The variable that the expression is, or is a part of: `a` of `a.b`. */
export function variableOf(source: string): string | undefined {
  const program = programOf(source);
  let node = 'failure' in program ? undefined : program.node;
  while (node?.kind === 'path') node = node.target;
  return node?.kind === 'ref' ? node.names[0] : undefined;
}

/** @param now milliseconds since the epoch */
export function run(source: string, variables: Readonly<Record<string, unknown>>, now: number): Outcome {
  const program = programOf(source);
  if ('failure' in program) return { ok: false, failure: program.failure, warnings: [] };
  const evaluation = new Evaluation(MAX_STEPS, now);
  const { warnings } = evaluation;
  try {
    const value = program.code(rootScope(evaluation, variables));
    if (!(value instanceof FeelError)) return { ok: true, value, warnings };
    return { ok: false, failure: `failed to evaluate expression '${source}': ${value.message}`, warnings };
  } catch (error) {
    return {
      ok: false,
      failure: failureOf(source, error),
      warnings: error instanceof ThrownError ? [] : warnings,
    };
  }
}

function programOf(source: string): Program {
  const known = programs.get(source);
  if (known !== undefined) return known;
  if (programs.size >= MAX_PROGRAMS) programs.clear();
  const program = parsed(source);
  programs.set(source, program);
  return program;
}

function parsed(source: string): Program {
  if (source.length > MAX_SOURCE) {
    const shown = `${source.slice(0, 100)}…`;
    return {
      failure: parseFailure(shown, `Expected at most ${MAX_SOURCE} characters, but found ${source.length}`),
    };
  }
  try {
    const node: Node = parse(source);
    return { node, code: compile(node) };
  } catch (error) {
    if (!(error instanceof FeelSyntaxError) && !(error instanceof RangeError)) throw error;
    return { failure: parseFailure(source, describe(source, error)) };
  }
}

function parseFailure(source: string, why: string): string {
  return `failed to parse expression '${source}': ${why}`;
}

/** In the manner of Zeebe: what was expected, the place, and the text found there. */
function describe(source: string, error: FeelSyntaxError | RangeError): string {
  if (error instanceof RangeError) return 'Expected fewer nested expressions';
  const before = source.slice(0, error.position);
  const line = before.split('\n').length;
  const column = error.position - before.lastIndexOf('\n');
  return `Expected ${error.message}:${line}:${column}, found "${source.slice(error.position, error.position + 10)}"`;
}

function rootScope(evaluation: Evaluation, variables: Readonly<Record<string, unknown>>): Scope {
  const values = new Map<string, Value>();
  const lookup = (name: string): Value | undefined => {
    const known = values.get(name);
    if (known !== undefined || !Object.hasOwn(variables, name)) return known;
    const value = fromJson(variables[name]);
    values.set(name, value);
    return value;
  };
  const clock = clockFunctions(evaluation.now);
  return Scope.root(
    evaluation,
    lookup,
    (name) => library.get(name) ?? (Object.hasOwn(clock, name) ? (clock[name] ?? []) : []),
  );
}

function failureOf(source: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AssertionError)
    return `Assertion failure on evaluate the expression '${source}': ${message}`;
  const colon = error instanceof ThrownError ? ' :' : ':';
  return `failed to evaluate expression '${source}'${colon} ${message}`;
}
