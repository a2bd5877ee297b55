/**
 * Each line of `zeebe-8.6.0.jsonl` is what a Zeebe 8.6.0 broker made of a decision case (`record.ts`): why it refused the
 * file, or its decisions in order and what EvaluateDecision answered. A refusal of the XML, or of an expression, is
 * compared up to its reason.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluateDecision, parseDmn, type DecisionGraph, type DecisionOutcome } from '../../src/dmn';
import { decisionCases } from './cases';
import type { Evaluation } from './cases/case';
import type { Golden, GoldenEvaluation } from './golden';

const NOW = 1_700_000_000_123;
/** Differences that stay; docs/conformance.md tells why. */
const KNOWN: Readonly<Record<string, string>> = {
  'rules without ids': 'Zeebe fails with a NullPointerException',
};

const recorded = new Map(
  readFileSync(path.join(__dirname, 'zeebe-8.6.0.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Golden)
    .map((golden) => [golden.name, golden]),
);

describe('decisions, compared to what Zeebe 8.6.0 answers', () => {
  it.each(
    decisionCases.filter(({ name }) => KNOWN[name] === undefined).map((one) => [one.name, one] as const),
  )('%s', async (name, { content, evaluations }) => {
    const golden = recorded.get(name);
    if (golden === undefined)
      throw new Error(`Expected '${name}' to be recorded, but it is not: run record.ts`);
    const parsed = await parseDmn(content);

    if (!parsed.ok || golden.refusal !== undefined) {
      expect(comparable(parsed.ok ? 'not refused' : parsed.failure)).toBe(comparable(refusalOf(golden)));
      return;
    }
    expect([...parsed.graph.decisions.values()].map((decision) => [decision.id, decision.name])).toEqual(
      golden.decisions,
    );
    expect(evaluations.map((evaluation) => evaluated(parsed.graph, evaluation))).toEqual(
      golden.evaluations?.filter(({ rejection }) => rejection === undefined),
    );
  });

  it('should know of no case and no difference that is gone', () => {
    const names = new Set(decisionCases.map(({ name }) => name));
    expect(names.size).toBe(decisionCases.length);
    expect([...recorded.keys(), ...Object.keys(KNOWN)].filter((name) => !names.has(name))).toEqual([]);
  });

  it('should cover at least 100 evaluations and every hit policy', () => {
    expect(decisionCases.flatMap(({ evaluations }) => evaluations).length).toBeGreaterThanOrEqual(100);
  });
});

function refusalOf({ refusal = 'not refused' }: Golden): string {
  return refusal.slice(refusal.indexOf("'case.dmn': ") + "'case.dmn': ".length);
}

/** Without the reasons of XML and FEEL parsers, and the addresses of Java objects. */
function comparable(refusal: string): string {
  return refusal
    .replace(/(Unable to parse model).*/s, '$1')
    .replace(/(failed to parse expression '[^\n]*'): Expected[^\n]*/g, '$1')
    .replace(/@[0-9a-f]+'/g, "'");
}

function evaluated(graph: DecisionGraph, { decision, variables }: Evaluation): GoldenEvaluation {
  const outcome = evaluateDecision(graph, decision, variables, NOW);
  return outcome.ok
    ? { output: JSON.stringify(outcome.output), evaluated: detailOf(outcome) }
    : { failure: outcome.failure, failedDecision: outcome.failedId, evaluated: detailOf(outcome) };
}

function detailOf({ evaluated: decisions }: DecisionOutcome): GoldenEvaluation['evaluated'] {
  return decisions.map(({ id, name, type, output, inputs, matchedRules }) => ({
    id,
    name,
    type,
    output: JSON.stringify(output),
    inputs: inputs.map(({ inputId, inputName, value }) => [inputId, inputName, JSON.stringify(value)]),
    rules: matchedRules.map(
      ({ ruleId, ruleIndex, outputs }) =>
        [
          ruleId,
          ruleIndex,
          outputs.map(({ outputId, outputName, value }) => [outputId, outputName, JSON.stringify(value)]),
        ] as const,
    ),
  }));
}
