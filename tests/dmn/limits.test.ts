/** No file and no decision may hold the engine: they are refused, or fail, soon. */
import { evaluateDecision, parseDmn, type DecisionGraph } from '../../src/dmn';
import { decision, dmn, knowledge, literal, table } from '../engine/kit/dmn';

async function parsed(...elements: readonly string[]): Promise<DecisionGraph> {
  const result = await parseDmn(dmn('limits', elements.join('')).content);
  if (!result.ok) throw new Error(result.failure);
  return result.graph;
}

async function refusal(xml: string): Promise<string> {
  const result = await parseDmn(xml);
  return result.ok ? 'accepted' : result.failure;
}

function failureOf(graph: DecisionGraph, variables = {}): string {
  const outcome = evaluateDecision(graph, 'd', variables, 0);
  return outcome.ok ? 'evaluated' : outcome.failure;
}

const plain = dmn('limits', decision('d', literal('1'))).content;
const BUDGET = /Expected at most 300000 steps, but it takes more$/;

describe('a decision that would take for ever', () => {
  it('should fail when each decision requires the one below it twice', async () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      decision(
        `l${level}`,
        literal('1'),
        level === 0 ? {} : { requires: [`l${level - 1}`, `m${level - 1}`] },
      ),
    );
    const twins = Array.from({ length: 40 }, (_, level) =>
      decision(`m${level}`, literal('1'), level === 0 ? {} : { requires: [`l${level - 1}`] }),
    );
    const top = decision('d', literal('1'), { requires: ['l39', 'm39'] });

    expect(failureOf(await parsed(...levels, ...twins, top))).toMatch(BUDGET);
  });

  it('should fail when models call models twice', async () => {
    const models = Array.from({ length: 40 }, (_, level) =>
      knowledge(
        `k${level}`,
        ['p'],
        literal(level === 0 ? 'p' : `k${level - 1}(p) + k${level - 1}(p)`),
        level === 0 ? {} : { knows: [`k${level - 1}`] },
      ),
    );

    expect(failureOf(await parsed(...models, decision('d', literal('k39(1)'), { knows: ['k39'] })))).toMatch(
      BUDGET,
    );
  });

  it('should fail when a cell loops', async () => {
    const rules = [['count(for i in 1..1000000000 return i) > ?', '1']];

    expect(
      failureOf(await parsed(decision('d', table('d', { inputs: ['1'], outputs: ['x'], rules })))),
    ).toMatch(/Expected at most/);
  });

  it('should fail when the patterns of its cells backtrack, all together', async () => {
    const rules = Array.from({ length: 200 }, (_, index) => [`matches(?, "(a+)+${index}$")`, '1']);
    const graph = await parsed(decision('d', table('d', { inputs: ['a'], outputs: ['x'], rules })));

    expect(failureOf(graph, { a: `${'a'.repeat(40)}!` })).toMatch(
      /to match within \d+ ms, but it takes longer$/,
    );
  });

  it('should evaluate a table of 5,000 rules', async () => {
    const rules = Array.from({ length: 5000 }, (_, index) => [String(index), `"rule ${index}"`]);
    const graph = await parsed(decision('d', table('d', { inputs: ['a'], outputs: ['x'], rules })));

    expect(evaluateDecision(graph, 'd', { a: 4999 }, 0)).toMatchObject({ ok: true, output: 'rule 4999' });
  });
});

describe('a hostile file', () => {
  it.each([
    ['an external entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'],
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'],
    ['a document type', '<!DOCTYPE definitions>'],
  ])('should be refused: %s', async (_name, type) => {
    expect(await refusal(plain.replace('?>', `?>${type}`))).toMatch(/document type declaration \(DOCTYPE\)/);
  });

  it('should be refused when it is nested too deep', async () => {
    const deep = `${'<list>'.repeat(1000)}${literal('1')}${'</list>'.repeat(1000)}`;

    expect(await refusal(dmn('limits', decision('d', deep)).content)).toMatch(/at most 200 nested elements/);
  });

  it('should be refused when it is too long', async () => {
    expect(await refusal(plain.replace('>1<', `>"${'a'.repeat(5_000_000)}"<`))).toMatch(
      /at most 4194304 characters/,
    );
  });

  it('should be refused when its decisions require each other in a chain too long', async () => {
    const chain = Array.from({ length: 2000 }, (_, index) =>
      decision(`c${index}`, literal('1'), index === 0 ? {} : { requires: [`c${index - 1}`] }),
    );

    expect(await refusal(dmn('limits', chain.join('')).content)).toMatch(
      /^Invalid DMN model: Cyclic dependencies/,
    );
  });

  it('should be refused when an expression is too long', async () => {
    expect(await refusal(dmn('limits', decision('d', literal(`"${'a'.repeat(40_000)}"`))).content)).toMatch(
      /Expected at most 32768 characters, but found 40002$/,
    );
  });
});
