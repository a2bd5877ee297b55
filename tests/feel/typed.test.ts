import type { Expression } from '../../src/bpmn/model';
import {
  evaluateBoolean,
  evaluateCorrelationKey,
  evaluateDateTime,
  evaluateInterval,
  evaluateItems,
  evaluateLong,
  evaluateMappings,
  evaluateString,
  evaluateStringList,
  type Typed,
} from '../../src/feel';

const expression = (text: string): Expression =>
  text.startsWith('=') ? { kind: 'feel', source: text.slice(1) } : { kind: 'literal', source: text };
const shown = <T>(result: Typed<T>) => (result.ok ? result.value : result.failure);
const evaluateNullableDateTime = (source: Expression, context: Record<string, unknown>) =>
  evaluateDateTime(source, context, { nullable: true });
const evaluateAll = (source: Expression, context: Record<string, unknown>): Typed<unknown[]> => {
  const items = evaluateItems(source, context);
  if (!items.ok) return items;
  return { ok: true, value: Array.from({ length: items.value.size }, (_, index) => items.value.at(index)) };
};
const warned = (...warnings: string[]) =>
  ` The evaluation reported the following warnings:\n${warnings.join('\n')}`;

describe('an expression whose result must be of a type', () => {
  it.each([
    [evaluateBoolean, '=a > 1', { a: 2 }, true],
    [
      evaluateBoolean,
      '=a',
      { a: 2 },
      "Expected result of the expression 'a' to be 'BOOLEAN', but was 'NUMBER'.",
    ],
    [
      evaluateBoolean,
      '=x > 1',
      {},
      "Expected result of the expression 'x > 1' to be 'BOOLEAN', but was 'NULL'." +
        warned(
          "[NO_VARIABLE_FOUND] No variable found with name 'x'",
          "[NOT_COMPARABLE] Can't compare 'null' with '1'",
        ),
    ],
    [evaluateString, '="a" + b', { b: 'c' }, 'ac'],
    [evaluateString, 'send-mail', {}, 'send-mail'],
    [evaluateString, '123', {}, "Expected result of the expression '123' to be 'STRING', but was 'NUMBER'."],
    [evaluateLong, '3', {}, 3],
    [evaluateLong, '=7 / 2', {}, 3],
    [
      evaluateLong,
      'three',
      {},
      "Expected result of the expression 'three' to be 'NUMBER', but was 'STRING'.",
    ],
    [evaluateAll, '=[1, {a: duration("P1D")}]', {}, [1, { a: 'PT24H' }]],
    [evaluateAll, '=1', {}, "Expected result of the expression '1' to be 'ARRAY', but was 'NUMBER'."],
    [evaluateStringList, '=["a", b]', { b: 'c' }, ['a', 'c']],
    [
      evaluateStringList,
      '=["a", 1]',
      {},
      "Expected result of the expression '[\"a\", 1]' to be 'ARRAY' containing 'STRING' items," +
        " but was 'ARRAY' containing at least one non-'STRING' item.",
    ],
    [evaluateCorrelationKey, '=k', { k: 'abc' }, 'abc'],
    [evaluateCorrelationKey, '=k', { k: 12.5 }, '12'],
    [evaluateCorrelationKey, '=k', { k: -3 }, '-3'],
    [
      evaluateCorrelationKey,
      '=k',
      {},
      "Failed to extract the correlation key for 'k': The value must be either a string or a number, but was 'NULL'." +
        warned("[NO_VARIABLE_FOUND] No variable found with name 'k'"),
    ],
    [evaluateDateTime, '2026-01-01T10:00:00Z', {}, Date.UTC(2026, 0, 1, 10)],
    [evaluateDateTime, '=date and time("2026-01-01T10:00:00+01:00")', {}, Date.UTC(2026, 0, 1, 9)],
    [evaluateDateTime, '=date and time("2026-01-01T10:00:00")', {}, Date.UTC(2026, 0, 1, 10)],
    [evaluateDateTime, '=d', { d: '2026-07-01T10:00+02:00[Europe/Paris]' }, Date.UTC(2026, 6, 1, 8)],
    [evaluateDateTime, '=d', { d: 'demain' }, "Invalid date-time format 'demain' for expression 'd'."],
    [
      evaluateDateTime,
      '2026-01-01T10:00:00',
      {},
      "Invalid date-time format '2026-01-01T10:00:00' for expression '2026-01-01T10:00:00'.",
    ],
    [
      evaluateDateTime,
      '=1',
      {},
      "Expected result of the expression '1' to be one of '[DATE_TIME, STRING]', but was 'NUMBER'.",
    ],
    [evaluateNullableDateTime, '=d', {}, null],
    [evaluateNullableDateTime, '=""', {}, null],
    [
      evaluateNullableDateTime,
      '=1',
      {},
      "Expected result of the expression '1' to be one of '[NULL, DATE_TIME, STRING]', but was 'NUMBER'.",
    ],
    [evaluateInterval, 'PT10S', {}, { months: 0, days: 0, milliseconds: 10_000 }],
    [evaluateInterval, '=duration("P1D")', {}, { months: 0, days: 0, milliseconds: 86_400_000 }],
    [evaluateInterval, '=duration("P1Y2M")', {}, { months: 14, days: 0, milliseconds: 0 }],
    [evaluateInterval, '=d', { d: 'dix' }, "Invalid duration format 'dix' for expression 'd'."],
    [
      evaluateInterval,
      '=d',
      {},
      "Expected result of the expression 'd' to be one of '[DURATION, PERIOD, STRING]', but was 'NULL'." +
        warned("[NO_VARIABLE_FOUND] No variable found with name 'd'"),
    ],
  ] as readonly (readonly [
    (e: Expression, c: Record<string, unknown>) => Typed<unknown>,
    string,
    Record<string, unknown>,
    unknown,
  ])[])('%# %p of %s', (evaluate, text, context, expected) => {
    expect(shown(evaluate(expression(text), context))).toEqual(expected);
  });
});

describe('mappings', () => {
  const mappings = (...pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([source, target]) => ({ source: expression(source), target }));

  it('should see what the mappings before them made', () => {
    expect(shown(evaluateMappings(mappings(['=1', 'a'], ['=a + 1', 'b']), 'input', { a: 5 }))).toEqual({
      a: 1,
      b: 2,
    });
  });

  it('should take a constant as text', () => {
    expect(shown(evaluateMappings(mappings(['12', 'a'], ['dit "x"', 'b']), 'input', {}))).toEqual({
      a: '12',
      b: 'dit "x"',
    });
  });

  it('should make objects of dotted targets, and merge them into what is there on output only', () => {
    const nested = mappings(['=x', 'client.nom'], ['=2', 'client.age']);
    const context = { x: 'A', client: { nom: 'Z', ville: 'V' } };

    expect(shown(evaluateMappings(nested, 'input', context))).toEqual({ client: { nom: 'A', age: 2 } });
    expect(shown(evaluateMappings(nested, 'output', context))).toEqual({
      client: { nom: 'A', ville: 'V', age: 2 },
    });
  });

  it('should write any name as a plain entry', () => {
    const result = evaluateMappings(mappings(['={a: 1}', '__proto__']), 'input', {});

    expect(JSON.stringify(result)).toBe('{"ok":true,"value":{"__proto__":{"a":1}}}');
  });

  it('should give null for a variable that is missing', () => {
    expect(shown(evaluateMappings(mappings(['=nope', 'a']), 'output', {}))).toEqual({ a: null });
  });

  it('should quote all mappings when one fails', () => {
    const failing = mappings(['=1', 'a'], ['=assert(x, x != null)', 'b.c']);

    expect(shown(evaluateMappings(failing, 'input', {}))).toBe(
      "Assertion failure on evaluate the expression '{a:1,b:{c:assert(x, x != null)}}': The condition is not fulfilled" +
        warned(
          "[NO_VARIABLE_FOUND] No variable found with name 'x'",
          "[NO_VARIABLE_FOUND] No variable found with name 'x'",
          '[ASSERT_FAILURE] The condition is not fulfilled',
        ),
    );
  });
});
