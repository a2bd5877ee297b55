import { decision, table } from '../../engine/kit/dmn';
import { graph, logic, tableCase, testsCase } from './case';

const one = { inputs: ['a'], outputs: ['x'] } as const;
const always = [['-', '1']];

export const tableCases = [
  testsCase(
    'tests of numbers',
    [
      '5',
      '<5',
      '<=5',
      '>4, <2',
      '(4..6)',
      ']4..6[',
      '[5..5]',
      '5.0',
      '-5',
      '4+1',
      'not(<5)',
      'not([1..3], 9)',
      '> b',
      '[b..c]',
      '? * 2 = 10',
      'odd(?)',
    ],
    { a: 5, b: 2, c: 8 },
    { a: -5, b: 2, c: 8 },
    { a: 4.5, b: null, c: 'x' },
    { a: '5', b: 2, c: 8 },
  ),
  testsCase(
    'tests of texts',
    [
      '"a"',
      '"a","b"',
      'not("a","c")',
      '> "a"',
      '["a".."c"]',
      'starts with(?, "b")',
      'contains(?, "z")',
      '["b","q"]',
      'b',
      'upper case(?) = "B"',
    ],
    { a: 'b' },
    { a: 'a', b: 'a' },
    { a: 3 },
  ),
  testsCase(
    'tests of booleans',
    ['true', 'false', 'true, false', 'not(true)', 'not(false)', '(true)', 'true or false'],
    { a: true },
    { a: false },
    { a: 'true' },
  ),
  testsCase(
    'tests of null',
    ['null', 'not(null)', 'not(1)', '< 5', '[1..5]', '"a"', '? = null', '1, null', 'null, 1', '-'],
    {},
    { a: null },
    { a: 1 },
  ),
  testsCase(
    'tests of dates',
    [
      '< date("2024-06-01")',
      '[date("2024-01-01")..date("2024-12-31")]',
      'date(?) < date("2024-06-01")',
      '@"2024-03-01"',
    ],
    { a: '2024-03-01' },
  ),
  tableCase(
    'a date of a text',
    {
      inputs: ['date(a)'],
      outputs: ['x'],
      hit: 'COLLECT',
      rules: [
        ['< date("2024-06-01")', '1'],
        ['[date("2024-01-01")..date("2024-12-31")]', '2'],
        ['? < date("2024-06-01")', '3'],
        ['@"2024-03-01"', '4'],
      ],
    },
    [{ a: '2024-03-01' }, { a: 'no date' }],
  ),
  testsCase(
    'tests of lists',
    ['1', '[1,2]', '[[1,2],3]', '?[1] = 1', 'list contains(?, 2)', 'count(?) = 2'],
    { a: [1, 2] },
    { a: [] },
  ),
  testsCase('tests of contexts', ['{b: 1}', '?.b = 1', 'a.b', 'b'], { a: { b: 1 } }),
  testsCase(
    'tests that name their input',
    [
      '[?]',
      '{x: ?}',
      'count([?]) > 0',
      '? in (1,3)',
      '3 in (? > 2)',
      'some z in [1] satisfies z < ?',
      'not(? > 10)',
      'if false then ? > 1 else 3',
      'if true then ? > 1 else 3',
      '? + 1',
      'cellInput > 2',
    ],
    { a: 3 },
  ),
  testsCase('another variable is the input', ['b', '5', '< 2'], { a: 1, b: 5, inputVariableName: 'b' }),
  testsCase('tests that are no booleans', ['? + 1', '{}', '"b"', 'b + 1'], { a: 1 }),
  testsCase('a test that fails', ['log(0)'], { a: 1 }),
  testsCase('an assertion as a test', ['assert(?, ? > 2) > 1'], { a: 1 }, { a: 3 }),
  testsCase('blanks and dashes', ['', ' ', '-', ' - '], { a: 1 }),
  tableCase('no rule', { ...one, rules: [] }),
  tableCase('no input', { inputs: [], outputs: ['x'], rules: [['1']] }),
  tableCase('no input, two rules', { inputs: [], outputs: ['x'], rules: [['1'], ['2']] }),
  tableCase(
    'two inputs',
    {
      inputs: ['a', 'b.c'],
      outputs: ['x'],
      hit: 'FIRST',
      rules: [
        ['< 5', '"y"', '1'],
        ['-', '"n"', '2'],
        ['>= 5', '-', 'a'],
      ],
    },
    [
      { a: 1, b: { c: 'y' } },
      { a: 1, b: { c: 'n' } },
      { a: 7, b: { c: 'q' } },
      { a: 1, b: {} },
    ],
  ),
  tableCase('more entries than columns', { ...one, rules: [['-', '1', '2']] }, [{ a: 1 }]),
  tableCase('an output without name', { inputs: ['a'], outputs: [{}], rules: always }),
  tableCase('an output with label alone', { inputs: ['a'], outputs: [{ label: 'Label' }], rules: always }),
  tableCase('an output with label and name', {
    inputs: ['a'],
    outputs: [{ name: 'x', label: 'Label' }],
    rules: always,
  }),
  tableCase('two outputs of one name', { inputs: ['a'], outputs: ['x', 'x'], rules: [['-', '1', '2']] }),
  tableCase('six outputs', {
    inputs: ['a'],
    outputs: ['a1', 'b1', 'c1', 'd1', 'e1', 'f1'],
    rules: [['-', '1', '2', '3', '4', '5', '6']],
  }),
  tableCase(
    'names of inputs',
    {
      inputs: [
        { expression: 'a + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10' },
        { expression: 'a', label: 'Label' },
      ],
      outputs: ['x'],
      rules: [['-', '-', '1']],
    },
    [{ a: 1 }],
  ),
  tableCase('types of outputs are not checked', {
    inputs: ['a'],
    outputs: [{ name: 'x', type: 'number', values: '"c"' }],
    rules: [['-', '"b"']],
  }),
  logic(
    'allowed values of inputs are not checked',
    table('d', { ...one, rules: always }).replace(
      '</inputExpression>',
      '</inputExpression><inputValues><text>"a","b"</text></inputValues>',
    ),
    [{ a: 'zz' }],
  ),
  logic(
    'annotations',
    table('d', { ...one, rules: always })
      .replace('</rule>', '<annotationEntry><text>hi</text></annotationEntry></rule>')
      .replace('<rule', '<annotation name="n"/><rule'),
  ),
  tableCase(
    'a default output',
    { inputs: ['a'], outputs: [{ name: 'x', fallback: '"default"' }], rules: [['1', '1']] },
    [{ a: 1 }, { a: 2 }],
  ),
  tableCase(
    'one default output of two',
    { inputs: ['a'], outputs: [{ name: 'x', fallback: '"default"' }, 'y'], rules: [['1', '1', '1']] },
    [{ a: 2 }],
  ),
  tableCase(
    'two default outputs',
    {
      inputs: ['a'],
      outputs: [
        { name: 'x', fallback: '"default"' },
        { name: 'y', fallback: 'a' },
      ],
      rules: [['1', '1', '1']],
    },
    [{ a: 2 }],
  ),
  tableCase('a default output that fails', {
    inputs: ['a'],
    outputs: [{ name: 'x', fallback: 'log(0)' }],
    rules: [['1', '1']],
  }),
  tableCase('an output that fails', { ...one, rules: [['-', 'log(0)']] }, [{ a: 2 }]),
  tableCase('an input that fails', { inputs: ['log(0)'], outputs: ['x'], rules: always }),
  tableCase('a function as input', {
    inputs: ['function(x) x'],
    outputs: ['x'],
    hit: 'COLLECT',
    rules: [
      ['-', '1'],
      ['1', '2'],
    ],
  }),
  graph(
    'rules without ids',
    [
      decision(
        'd',
        table('d', {
          ...one,
          hit: 'COLLECT',
          rules: [
            ['-', '1'],
            ['-', '1'],
            ['-', '2'],
          ],
        })
          .replace(/<rule id="\w+"/g, '<rule')
          .replace(/(<(?:input|output)) id="\w+"/g, '$1'),
      ),
    ],
    ['d', { a: 1 }],
  ),
];
