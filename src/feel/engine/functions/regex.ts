/** Regular expressions of expressions, under a time limit: some patterns would take years on some texts. */
import { createContext, Script } from 'node:vm';

import { BudgetError } from '../scope';
import { FeelError, type Value } from '../value';

/** Milliseconds that the patterns of one evaluation may take together. */
const MAX_TIME = 250;
let time = MAX_TIME;

/** An evaluation begins. */
export function restoreTime(): void {
  time = MAX_TIME;
}

const sandbox: { run?: () => Value } = createContext({});
const script = new Script('run()');

/** The pattern is invalid: the failure. @throws BudgetError when it takes too long */
export function withRegex(
  pattern: string,
  flags: string,
  use: (regex: RegExp) => Value,
  failure = `Invalid pattern '${pattern}'`,
): Value {
  const regex = compile(pattern, `g${[...'sim'].filter((flag) => flags.includes(flag)).join('')}`);
  if (regex === null) return new FeelError(failure);
  sandbox.run = () => use(regex);
  const began = performance.now();
  try {
    return script.runInContext(sandbox, { timeout: Math.max(1, Math.ceil(time)) }) as Value;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new BudgetError(
      `Expected the pattern '${pattern}' to match within ${MAX_TIME} ms, but it takes longer`,
    );
  } finally {
    time -= performance.now() - began;
    delete sandbox.run;
  }
}

/** Unicode first; some patterns that Java allows need the older syntax. */
function compile(pattern: string, flags: string): RegExp | null {
  for (const all of [`${flags}u`, flags]) {
    try {
      return new RegExp(pattern, all);
    } catch {
      continue;
    }
  }
  return null;
}
