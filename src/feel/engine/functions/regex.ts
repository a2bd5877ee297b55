/** Regular expressions of expressions, under a time limit: some patterns would take years on some texts. */
import { BudgetError } from '../scope';
import { FeelError, type Value } from '../value';
import { cpuSince, isTimeout, withinTime } from '../within-time';

/** Milliseconds of processor time that the patterns of one evaluation may take together. */
const MAX_TIME = 250;
let time = MAX_TIME;

/** An evaluation begins. */
export function restoreTime(): void {
  time = MAX_TIME;
}

/** The pattern is invalid: the failure. @throws BudgetError when it takes too long */
export function withRegex(
  pattern: string,
  flags: string,
  use: (regex: RegExp) => Value,
  failure = `Invalid pattern '${pattern}'`,
): Value {
  const regex = compile(pattern, `g${[...'sim'].filter((flag) => flags.includes(flag)).join('')}`);
  if (regex === null) return new FeelError(failure);
  const began = performance.now();
  const before = process.cpuUsage();
  const run = (): Value => {
    regex.lastIndex = 0;
    return use(regex);
  };
  try {
    return withinTime(run, time);
  } catch (error) {
    if (!isTimeout(error)) throw error;
    throw new BudgetError(
      `Expected the pattern '${pattern}' to match within ${MAX_TIME} ms, but it takes longer`,
    );
  } finally {
    // What the machine did meanwhile for others does not count.
    time -= Math.min(performance.now() - began, cpuSince(before));
  }
}

/** Unicode first; some patterns that Java allows need the older syntax. */
function compile(pattern: string, flags: string): RegExp | null {
  // Nothing stands between any two units of a text, as in Java.
  for (const all of pattern === '' ? [flags] : [`${flags}u`, flags]) {
    try {
      return new RegExp(pattern, all);
    } catch {
      continue;
    }
  }
  return null;
}
