/**
 * Each line of `zeebe-8.6.0.jsonl` is what a Zeebe 8.6.0 broker made of a decision case (`record.ts`): why it refused the
 * file, or its decisions in order and what EvaluateDecision answered. A refusal of the XML, or of an expression, is
 * compared up to its reason.
 */
import { evaluateDecision, parseDmn, type DecisionGraph, type DecisionOutcome } from '../../src/dmn';
import { printDocument } from '../../src/json';
import { decisionCases } from './cases';
import type { Evaluation } from './cases/case';
import { comparable, readGolden, recordedNames, type Golden, type GoldenEvaluation } from './golden';
import { knownDifferences } from './known-differences';

const NOW = 1_700_000_000_123;

describe('decisions, compared to what Zeebe 8.6.0 answers', () => {
  it.each(
    decisionCases
      .filter(({ name }) => knownDifferences[name] === undefined)
      .map((one) => [one.name, one] as const),
  )('%s', async (name, { content, evaluations }) => {
    const golden = readGolden(name);
    const parsed = await parseDmn(content);

    if (!parsed.ok || golden.refusal !== undefined) {
      expect(comparable(parsed.ok ? 'not refused' : parsed.failure)).toBe(comparable(refusalOf(golden)));
      return;
    }
    expect([...parsed.graph.decisions.values()].map((decision) => [decision.id, decision.name])).toEqual(
      golden.decisions,
    );
    expect(evaluations.map((evaluation) => evaluated(parsed.graph, evaluation))).toEqual(golden.evaluations);
  });

  it('should know of no case and no difference that is gone', () => {
    const names = new Set(decisionCases.map(({ name }) => name));
    expect(names.size).toBe(decisionCases.length);
    expect([...recordedNames, ...Object.keys(knownDifferences)].filter((name) => !names.has(name))).toEqual(
      [],
    );
  });

  it('should cover at least 100 evaluations and every hit policy', () => {
    expect(decisionCases.flatMap(({ evaluations }) => evaluations).length).toBeGreaterThanOrEqual(100);
  });
});

function refusalOf({ refusal = 'not refused' }: Golden): string {
  return refusal.slice(refusal.indexOf("'case.dmn': ") + "'case.dmn': ".length);
}

function evaluated(graph: DecisionGraph, { decision, variables }: Evaluation): GoldenEvaluation {
  const outcome = evaluateDecision(graph, decision, variables, NOW);
  return outcome.ok
    ? { output: printDocument(outcome.output), evaluated: detailOf(outcome) }
    : { failure: outcome.failure, failedDecision: outcome.failedId, evaluated: detailOf(outcome) };
}

function detailOf({ evaluated: decisions }: DecisionOutcome): GoldenEvaluation['evaluated'] {
  return decisions.map(({ id, name, type, output, inputs, matchedRules }) => ({
    id,
    name,
    type,
    output: printDocument(output),
    inputs: inputs.map(({ inputId, inputName, value }) => [inputId, inputName, printDocument(value)]),
    rules: matchedRules.map(
      ({ ruleId, ruleIndex, outputs }) =>
        [
          ruleId,
          ruleIndex,
          outputs.map(({ outputId, outputName, value }) => [outputId, outputName, printDocument(value)]),
        ] as const,
    ),
  }));
}
