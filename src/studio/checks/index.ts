/**
 * The checks of a draft. Each rule is a file of `rules/` with a severity, a sentence and a reason; what the engine
 * itself would refuse comes from its own reader, in French.
 */
import type { DraftFile } from '../files';
import { readContext, type Known, type Rule } from './context';
import type { Problem } from './problem';
import { rules } from './rules';

export type { Known } from './context';
export { Severity, type Problem } from './problem';

export interface CheckParts {
  readonly known: () => Promise<Known>;
}

const rank = { ERROR: 0, WARNING: 1, INFO: 2 } as const;

async function problemsOf(rule: Rule, context: Parameters<Rule['check']>[0]): Promise<readonly Problem[]> {
  const found = await rule.check(context);
  return found.map((one) => ({
    ...one,
    rule: one.rule ?? rule.name,
    severity: one.severity ?? rule.severity,
  }));
}

/** Errors first; the same order each time. */
export async function findProblems(
  { known }: CheckParts,
  files: readonly DraftFile[],
): Promise<readonly Problem[]> {
  const context = await readContext(files, await known());
  const found = (await Promise.all(rules.map((rule) => problemsOf(rule, context)))).flat();
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}
