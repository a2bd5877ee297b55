/**
 * Runs FEEL with feelin, bounded: a source too long or too deep is refused, an evaluation that takes too long
 * fails. Errors come back as data.
 */
import { createContext, Script } from 'node:vm';

import { evaluate } from 'feelin';

import { AssertionFailure, zeebeFunctions } from './functions';
import { describeWarnings } from './warnings';

export type RawResult =
  | { readonly ok: true; readonly value: unknown; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: string; readonly warnings: readonly string[] };

/** Characters. */
const MAX_SOURCE = 16_384;
const MAX_DEPTH = 100;
/** Milliseconds of one evaluation. */
const MAX_TIME = 1000;
/** What may loop or backtrack for longer than the source is long. */
const LOOPS = /\b(?:for|some|every|function|matches|replace|split|sort|partial)\b/;

const sandbox: { run?: () => unknown } = createContext({});
const runScript = new Script('run()');

export function run(source: string, variables: Readonly<Record<string, unknown>>, now: number): RawResult {
  const tooLarge = findExcess(source);
  if (tooLarge !== null) return { ok: false, failure: parseFailure(source, tooLarge), warnings: [] };
  const context = { ...zeebeFunctions(now), ...mentioned(source, variables) };
  try {
    const { value, warnings } = bounded(source, () => evaluate(source, context, 'camunda'));
    return { ok: true, value, warnings: describeWarnings(warnings, source, variables) };
  } catch (error) {
    return { ok: false, failure: failureText(source, error), warnings: [] };
  }
}

/** Null when the source parses. Variables play no part: names are as Zeebe's grammar has them. */
export function parseError(source: string): string | null {
  const result = run(source, {}, 0);
  return !result.ok && result.failure.startsWith('failed to parse') ? result.failure : null;
}

function bounded<T>(source: string, action: () => T): T {
  if (!LOOPS.test(source)) return action();
  sandbox.run = action;
  try {
    return runScript.runInContext(sandbox, { timeout: MAX_TIME }) as T;
  } finally {
    delete sandbox.run;
  }
}

function findExcess(source: string): string | null {
  if (source.length > MAX_SOURCE) {
    return `Expected at most ${MAX_SOURCE} characters, but found ${source.length}.`;
  }
  let depth = 0;
  for (const character of source) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth > MAX_DEPTH) return `Expected at most ${MAX_DEPTH} nested brackets.`;
  }
  return null;
}

/** feelin copies the whole context at each evaluation, so it gets what the source could mean only. */
function mentioned(source: string, variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(variables).filter(
    ([name]) => source.includes(name) && isReachable(source, name),
  );
  return Object.fromEntries(entries);
}

/** A name that is no identifier can only be meant in backticks: `a-b` is a subtraction. */
function isReachable(source: string, name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) || source.includes(`\`${name}\``);
}

function failureText(source: string, error: unknown): string {
  if (error instanceof AssertionFailure) {
    return `Assertion failure on evaluate the expression '${source}': ${error.message}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isSyntaxError(error)) return parseFailure(source, `${message} at position ${error.position.from}`);
  return `failed to evaluate expression '${source}': ${message}`;
}

function parseFailure(source: string, why: string): string {
  const shown = source.length > 1000 ? `${source.slice(0, 1000)}…` : source;
  return `failed to parse expression '${shown}': ${why}`;
}

function isSyntaxError(error: unknown): error is { readonly position: { readonly from: number } } {
  return error instanceof Error && 'position' in error;
}
