import { evaluateExpression } from '../../src/feel';
const feel = (source: string) => ({ kind: 'feel', source }) as const;
test.each([
  ['1 + 1', {}, 2],
  ['a.b', { a: { b: 1 } }, 1],
  ['duration("P1D")', {}, 'PT24H'],
  ['@"P14M"', {}, 'P1Y2M'],
  ['time("10:00:00") + duration("PT1H")', {}, '11:00'],
  ['`mon nom`', { 'mon nom': 1 }, 1],
  ['date and time("2024-01-01T10:00:00@Europe/Paris")', {}, '2024-01-01T10:00+01:00[Europe/Paris]'],
  ['now()', {}, '1970-01-01T00:00Z'],
  ['is defined(x)', {}, false],
  ['cycle(3, duration("PT10S"))', {}, 'R3/PT10S'],
  ['élan', { élan: 3 }, 3],
  ['for i in 1..3 return i * 2', {}, [2, 4, 6]],
  ['get or else(x, 1)', {}, 1],
  ['-duration("PT1H30M")', {}, null],
  ['duration("-PT1H30.5S")', {}, 'PT-1H-30.5S'],
])('%s', (source, context, expected) => {
  expect(evaluateExpression(feel(source), context, { now: 0 })).toMatchObject({ ok: true, value: expected });
});
