/** Expressions made at random of FEEL's own words, and recorded ones that were damaged: always a value or a reason. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { checkFeel, evaluateExpression } from '../../src/feel';
import { isMet, topScope } from '../../src/forms/feel';
import { fuzzRuns } from '../fuzz/runs';

const recorded = readFileSync(path.join(__dirname, 'zeebe-8.6.0.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  .map((line) => line['expression'] ?? line['source'])
  .filter((source): source is string => typeof source === 'string');

/** Words of the recorded expressions: names, numbers, strings, signs. */
const words = [
  ...new Set(
    recorded.flatMap((source) => source.match(/"[^"]*"|@"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|\S/g) ?? []),
  ),
];

const sentence = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 25 })
  .map((chosen) => chosen.join(' '));
const damagedSentence = fc
  .record({
    source: fc.constantFrom(...recorded),
    at: fc.nat(),
    lost: fc.nat({ max: 4 }),
    word: fc.constantFrom('', ...words),
  })
  .map(({ source, at, lost, word }) => {
    const from = at % (source.length + 1);
    return source.slice(0, from) + word + source.slice(from + lost);
  });
/** One expression where another had a value. */
const nested = fc
  .record({ outer: fc.constantFrom(...recorded), inner: fc.constantFrom(...recorded), at: fc.nat() })
  .map(({ outer, inner, at }) => {
    const values = [...outer.matchAll(/"[^"]*"|\b\d+(?:\.\d+)?\b/g)];
    const chosen = values[at % Math.max(1, values.length)];
    if (chosen?.index === undefined) return `(${outer}) + (${inner})`;
    return `${outer.slice(0, chosen.index)}(${inner})${outer.slice(chosen.index + chosen[0].length)}`;
  });
const expressions = fc.oneof(sentence, damagedSentence, nested, fc.string({ unit: 'binary', maxLength: 60 }));

const contexts = fc.record(
  {
    a: fc.anything({ withBigInt: false, withDate: false }),
    x: fc.jsonValue(),
    list: fc.array(fc.jsonValue()),
  },
  { requiredKeys: [] },
);

test('should have words to make expressions of', () => {
  expect(recorded.length).toBeGreaterThan(900);
  expect(words.length).toBeGreaterThan(300);
});

test('should give a JSON value or say why there is none', () => {
  let longest = 0;
  let which = '';
  fc.assert(
    fc.property(expressions, contexts, (source, context) => {
      const before = process.cpuUsage();
      const refused = checkFeel(source);
      const given = JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
      const result = evaluateExpression({ kind: 'feel', source }, given, { now: 0 });
      isMet(`=${source}`, given, topScope(given));
      const { user, system } = process.cpuUsage(before);
      if (user + system > longest) [longest, which] = [user + system, source];
      if (refused !== null && refused !== undefined) expect(result.ok).toBe(false);
      if (result.ok) expect(() => JSON.stringify(result.value)).not.toThrow();
      else expect(result.failure).not.toBe('');
    }),
    fuzzRuns(3_000),
  );
  process.stdout.write(`at most ${Math.round(longest / 1000)} ms of CPU: ${which.slice(0, 200)}\n`);
});
