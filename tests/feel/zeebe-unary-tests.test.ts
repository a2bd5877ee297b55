/**
 * Each line of `zeebe-unary-tests.jsonl` is the only input entry of a decision table with the output "yes", and what a
 * Zeebe 8.6.0 answered for each of the inputs, in order; null: it does not match.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluateDecision, parseDmn } from '../../src/dmn';
import { printDocument } from '../../src/json';
import { decision, dmn, table } from '../engine/kit/dmn';

const INPUTS = [{ x: 5 }, { x: 2 }, { x: 'a' }, { x: null }, {}];
const NOW = 1_700_000_000_123;
const lines = readFileSync(path.join(__dirname, 'zeebe-unary-tests.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly test: string; readonly outputs: readonly string[] });

it.each(lines.map((line) => [line.test, line.outputs] as const))(
  'should hold of the same inputs as in Zeebe: %s',
  async (test, outputs) => {
    const rules = [[test, '"yes"']];
    const file = dmn('graph', decision('d', table('t', { inputs: ['x'], outputs: ['r'], rules })));
    const parsed = await parseDmn(file.content);
    const ours = INPUTS.map((variables) => {
      if (!parsed.ok) return 'REFUSED';
      const outcome = evaluateDecision(parsed.graph, 'd', variables, NOW);
      return outcome.ok ? printDocument(outcome.output) : `FAIL ${outcome.failure}`;
    });
    expect(ours).toEqual(outputs);
  },
);
