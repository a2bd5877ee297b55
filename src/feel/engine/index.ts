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
import { parse, parseUnaryTests } from './parser';
import { restoreTime } from './functions/regex';
import { AssertionError, BudgetError, Evaluation, Scope } from './scope';
import { ThrownError } from './thrown-error';
import { FeelError, FeelFunction, fromJson, type Value } from './value';

export type Outcome =
  | { readonly ok: true; readonly value: Value; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: string; readonly warnings: readonly string[] };

/** A source that was parsed once. */
export type Program = { readonly source: string } & (
  { readonly node: Node; readonly code: Code } | { readonly failure: string }
);

/** Variables by name; undefined when there is none. */
export type Lookup = (name: string) => Value | undefined;

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
  return evaluate(program, jsonLookup(variables), beginEvaluation(now));
}

/** What the parts of one evaluation share, such as the cells of a decision table: together they are bounded. */
export function beginEvaluation(now: number): Evaluation {
  restoreTime();
  return new Evaluation(MAX_STEPS, now);
}

export function evaluate(program: Program, lookup: Lookup, evaluation: Evaluation): Outcome {
  const { source } = program;
  const { warnings } = evaluation;
  if ('failure' in program) return { ok: false, failure: program.failure, warnings };
  if (evaluation.exhausted !== undefined) return { ok: false, failure: evaluation.exhausted, warnings };
  try {
    evaluation.spend(1);
    const value = program.code(rootScope(evaluation, lookup));
    if (!(value instanceof FeelError)) return { ok: true, value, warnings };
    return { ok: false, failure: `failed to evaluate expression '${source}': ${value.message}`, warnings };
  } catch (error) {
    const failure = failureOf(source, error);
    if (error instanceof BudgetError) evaluation.exhausted ??= failure;
    return { ok: false, failure, warnings: error instanceof ThrownError ? [] : warnings };
  }
}

function programOf(source: string): Program {
  const known = programs.get(source);
  if (known !== undefined) return known;
  if (programs.size >= MAX_PROGRAMS) programs.clear();
  const program = compileFeel(source);
  programs.set(source, program);
  return program;
}

export function compileFeel(source: string): Program {
  return compileWith(parse, source);
}

/** The tests of an input entry: `< 5, [10..20]`, `not("a")`, `-`. */
export function compileUnaryTests(source: string): Program {
  return compileWith(parseUnaryTests, source);
}

function compileWith(parser: (source: string) => Node, source: string): Program {
  if (source.length > MAX_SOURCE) {
    const why = `Expected at most ${MAX_SOURCE} characters, but found ${source.length}`;
    return { source, failure: parseFailure(`${source.slice(0, 100)}…`, why) };
  }
  try {
    const node = parser(source);
    return { source, node, code: compile(node) };
  } catch (error) {
    if (!(error instanceof FeelSyntaxError) && !(error instanceof RangeError)) throw error;
    return { source, failure: parseFailure(source, describe(source, error)) };
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

export function jsonLookup(variables: Readonly<Record<string, unknown>>): Lookup {
  const values = new Map<string, Value>();
  return (name) => {
    const known = values.get(name);
    if (known !== undefined || !Object.hasOwn(variables, name)) return known;
    const value = fromJson(variables[name]);
    values.set(name, value);
    return value;
  };
}

/** A function among the variables goes before one of the library. */
function rootScope(evaluation: Evaluation, lookup: Lookup): Scope {
  const clock = clockFunctions(evaluation.now);
  return Scope.root(evaluation, lookup, (name) => {
    const known = library.get(name) ?? (Object.hasOwn(clock, name) ? (clock[name] ?? []) : []);
    const own = lookup(name);
    return own instanceof FeelFunction ? [own, ...known] : known;
  });
}

function failureOf(source: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AssertionError)
    return `Assertion failure on evaluate the expression '${source}': ${message}`;
  const colon = error instanceof ThrownError ? ' :' : ':';
  return `failed to evaluate expression '${source}'${colon} ${message}`;
}
