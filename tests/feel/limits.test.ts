import { checkFeel, evaluateExpression } from '../../src/feel';

const evaluate = (source: string, context: Record<string, unknown> = {}) =>
  evaluateExpression({ kind: 'feel', source }, context, { now: 0 });

describe('FEEL, given an expression that would take for ever', () => {
  it.each([
    [
      'nested loops',
      'count(for a in 1..1000, b in 1..1000, c in 1..1000 return 1)',
      /Expected at most \d+ steps/,
    ],
    ['an endless range', 'for i in 1..1000000000 return 1', /Expected at most \d+ steps/],
    [
      'a function called again and again',
      'sort(for i in 1..100000 return -i, function(a, b) a < b)',
      /at most \d+ steps/,
    ],
    [
      'doubling lists',
      'for i in 1..60 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])',
      /at most/,
    ],
    [
      'a pattern that backtracks',
      'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
      /within 250 ms/,
    ],
    ['a huge exponent', '9 ** 99999999999', /Invalid operation/],
    ['very different magnitudes', '1 + 10 ** 999999999', /Number too large/],
    ['a date too far away', 'date("999999999-12-31") + duration("P1D")', /Invalid value for Year/],
  ])('should fail on %s', (_name, source, reason) => {
    const result = evaluate(source);

    expect(result.ok ? 'no failure' : result.failure).toMatch(reason);
  });

  it.each([
    ['a long source', '1'.repeat(40_000)],
    ['deep brackets', '['.repeat(5000)],
    ['a long chain of operators', `1${'+1'.repeat(16_000)}`],
    ['half-open ranges', '[1..'.repeat(300)],
    ['conditions without end', 'if '.repeat(3000)],
  ])('should refuse %s at deployment', (_name, source) => {
    expect(checkFeel(source)).toMatch(/^failed to parse expression/);
  });

  it('should overflow whole numbers as 64-bit integers do', () => {
    expect(evaluate('9223372036854775807 + 1')).toMatchObject({ value: { text: '-9223372036854775808' } });
    expect(evaluate('10 ** 999999')).toMatchObject({ value: 0 });
  });
});

describe('FEEL, given hostile names', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'should know no variable %s',
    (name) => {
      expect(evaluate(name)).toMatchObject({ value: null });
      expect(evaluate(`a.${name}`, { a: { b: 1 } })).toMatchObject({ value: null });
      expect(evaluate(`${name}(1)`)).toMatchObject({ value: null });
    },
  );

  it('should keep such names as data', () => {
    const context = JSON.parse('{"a":{"__proto__":1}}') as Record<string, unknown>;

    expect(evaluate('a.__proto__', context)).toMatchObject({ value: 1 });
    expect(JSON.stringify(evaluate('{x: {"__proto__": 2}}'))).toContain('{"x":{"__proto__":2}}');
  });
});
