/**
 * Each line of `zeebe-answers.jsonl` is an expression as the only one of a decision, and what EvaluateDecision of a
 * Zeebe 8.6.0 answered: its output as text, or its failure; or the deployment was refused.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluateDecision, parseDmn } from '../../src/dmn';
import { printDocument } from '../../src/json';
import { decision, dmn, literal } from '../engine/kit/dmn';

interface Answer {
  readonly expression: string;
  readonly refused?: boolean;
  readonly output?: string;
  readonly failure?: string;
}

const NOW = 1_700_000_000_123;
const answers = readFileSync(path.join(__dirname, 'zeebe-answers.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Answer);

it.each(answers.map((answer) => [answer.expression, answer] as const))(
  'should answer %s as Zeebe does',
  async (expression, { refused, output, failure }) => {
    const parsed = await parseDmn(dmn('fe-graph', decision('fe', literal(expression))).content);
    if (refused === true) {
      expect(parsed.ok).toBe(false);
      return;
    }
    if (!parsed.ok) throw new Error(parsed.failure);
    const outcome = evaluateDecision(parsed.graph, 'fe', {}, NOW);
    expect(outcome.ok ? printDocument(outcome.output) : outcome.failure).toBe(output ?? failure);
  },
);
