import { tableCase } from './case';

const one = { inputs: ['a'], outputs: ['x'] } as const;
const grades = [
  ['< 10', '"low"'],
  ['[5..20]', '"middle"'],
  ['> 15', '"high"'],
];
const inTurn = [{ a: 3 }, { a: 7 }, { a: 12 }, { a: 18 }, { a: null }, { a: 'x' }];

export const hitPolicyCases = [
  tableCase('unique by default', { ...one, rules: grades }, inTurn),
  tableCase('unique', { ...one, hit: 'UNIQUE', rules: grades }, inTurn),
  tableCase('first', { ...one, hit: 'FIRST', rules: grades }, inTurn),
  tableCase('any', { ...one, hit: 'ANY', rules: grades }, inTurn),
  tableCase('rule order', { ...one, hit: 'RULE ORDER', rules: grades }, inTurn),
  tableCase('collect', { ...one, hit: 'COLLECT', rules: grades }, inTurn),
  ...['PRIORITY', 'OUTPUT ORDER'].map((hit) =>
    tableCase(
      hit.toLowerCase(),
      {
        inputs: ['a'],
        outputs: [{ name: 'x', values: '"high", "middle", "low"' }],
        hit,
        rules: grades,
      },
      inTurn,
    ),
  ),
  ...['SUM', 'MIN', 'MAX', 'COUNT'].map((aggregation) =>
    tableCase(
      `collect ${aggregation}`,
      {
        ...one,
        hit: 'COLLECT',
        aggregation,
        rules: [
          ['> 0', '0.1'],
          ['> 1', '0.2'],
          ['> 2', '1/3'],
          ['> 3', '-4'],
          ['> 4', '"text"'],
          ['> 5', 'null'],
        ],
      },
      [{ a: 0 }, { a: 1 }, { a: 3 }, { a: 4 }, { a: 5 }, { a: 6 }],
    ),
  ),
  tableCase('unique violated by several outputs', {
    inputs: ['a'],
    outputs: ['x', 'y'],
    rules: [
      ['-', '1', '"s"'],
      ['-', '2.50', 'null'],
    ],
  }),
  tableCase('any: equal values', {
    inputs: ['a'],
    outputs: ['x', 'y'],
    hit: 'ANY',
    rules: [
      ['-', '1', '[1, 2]'],
      ['-', '1.0', '[1, 2.0]'],
    ],
  }),
  tableCase('any: dates and nulls', {
    inputs: ['a'],
    outputs: ['x', 'y'],
    hit: 'ANY',
    rules: [
      ['-', 'date("2024-01-01")', 'null'],
      ['-', 'date("2024-01-01")', 'null'],
    ],
  }),
  tableCase('any: one instant in two zones', {
    ...one,
    hit: 'ANY',
    rules: [
      ['-', 'date and time("2024-01-01T10:00:00Z")'],
      ['-', 'date and time("2024-01-01T11:00:00+01:00")'],
    ],
  }),
  tableCase('any: durations written otherwise', {
    inputs: ['a'],
    outputs: ['x', 'y'],
    hit: 'ANY',
    rules: [
      ['-', 'duration("PT60M")', 'duration("P12M")'],
      ['-', 'duration("PT1H")', 'duration("P1Y")'],
    ],
  }),
  tableCase('any: contexts that FEEL makes', {
    ...one,
    hit: 'ANY',
    rules: [
      ['-', '{a: 1}'],
      ['-', '{a: 1}'],
    ],
  }),
  tableCase(
    'any: contexts of variables',
    {
      ...one,
      hit: 'ANY',
      rules: [
        ['-', 'c'],
        ['-', 'e'],
      ],
    },
    [
      { c: { a: 1 }, e: { a: 1 } },
      { c: { a: 1 }, e: { a: 2 } },
    ],
  ),
  tableCase('any: every type printed', {
    ...one,
    hit: 'ANY',
    rules: [
      '"s"',
      'function(x) x',
      '[1..3]',
      'duration("P1D")',
      'duration("P1Y2M")',
      'time("10:00:00")',
      'date and time("2024-01-01T10:00:00Z")',
      'date and time("2024-01-01T10:00:00")',
      'true',
      'null',
      '{a: 1, b: "q"}',
      '["a"]',
      '1.50',
    ].map((output) => ['-', output]),
  }),
  tableCase('any: more than four outputs printed', {
    inputs: ['a'],
    outputs: ['a', 'b', 'c', 'd', 'e', 'f'],
    hit: 'ANY',
    rules: [
      ['-', '1', '2', '3', '4', '5', '6'],
      ['-', '1', '2', '3', '4', '5', '7'],
    ],
  }),
  tableCase('output order of two outputs', {
    inputs: ['a'],
    outputs: [
      { name: 'x', values: '"hi", "lo"' },
      { name: 'y', values: '3,2.0,1' },
    ],
    hit: 'OUTPUT ORDER',
    rules: [
      ['-', '"lo"', '1'],
      ['-', '"mid"', '2'],
      ['-', '"hi"', '3'],
      ['-', '"lo"', '2.0'],
    ],
  }),
  tableCase('output order of more than ten values', {
    inputs: ['a'],
    outputs: [{ name: 'x', values: [...'abcdefghijkl'].map((value) => `"${value}"`).join() }],
    hit: 'OUTPUT ORDER',
    rules: [
      ['-', '"l"'],
      ['-', '"c"'],
      ['-', '"k"'],
    ],
  }),
  tableCase('output order of loosely written values', {
    inputs: ['a'],
    outputs: [{ name: 'x', values: '\'b\', "a" , c' }],
    hit: 'OUTPUT ORDER',
    rules: [
      ['-', '"c"'],
      ['-', '"a"'],
      ['-', '"b"'],
    ],
  }),
  tableCase('priority of numbers', {
    inputs: ['a'],
    outputs: [{ name: 'x', values: '10, 9.0, 8' }],
    hit: 'PRIORITY',
    rules: [
      ['-', '8'],
      ['-', '9.0'],
      ['-', '10'],
    ],
  }),
  tableCase('priority without values', {
    ...one,
    hit: 'PRIORITY',
    rules: [
      ['-', '"l"'],
      ['-', '"c"'],
    ],
  }),
  tableCase('an aggregation without collect', {
    ...one,
    hit: 'RULE ORDER',
    aggregation: 'SUM',
    rules: [
      ['-', '1'],
      ['-', '2'],
    ],
  }),
  ...['COLLECT', 'RULE ORDER', 'FIRST'].map((hit) =>
    tableCase(`several outputs: ${hit}`, {
      inputs: ['a'],
      outputs: ['x', 'y'],
      hit,
      rules: [
        ['-', '1', '2'],
        ['-', '3', '4'],
      ],
    }),
  ),
  tableCase('first tests every rule', {
    ...one,
    hit: 'FIRST',
    rules: [
      ['-', '1'],
      ['log(0)', '2'],
    ],
  }),
];
