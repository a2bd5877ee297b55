import {
  context,
  decision,
  invocation,
  knowledge,
  list,
  literal,
  relation,
  table,
} from '../../engine/kit/dmn';
import { graph, logic } from './case';

const tenTimes = knowledge('ten', ['p'], literal('p * 10'));
const plusOne = knowledge('k', ['p:number'], literal('p + 1'));
const adder = '<functionDefinition><formalParameter name="z"/>' + literal('z + 10') + '</functionDefinition>';
const twoMatches = table('r', {
  inputs: ['a'],
  outputs: ['x'],
  rules: [
    ['-', '1'],
    ['-', '2'],
  ],
});
const requiring = (xml: string, reference: string): string =>
  decision('d', xml).replace(
    '<literalExpression',
    `<informationRequirement>${reference}</informationRequirement><literalExpression`,
  );
const typed = (expression: string, type: string) =>
  logic(`${expression} as ${type}`, literal(expression), [{ c: { a: [1, 'x', null, true, 1.5] } }], { type });

export const logicCases = [
  logic('a literal expression', literal('1 + a'), [{ a: 2 }, { a: 'x' }, {}]),
  logic('numbers', literal('[1.50, 0.1 + 0.2, 10/4, 1/3, -0.0]')),
  logic('a path', literal('a.b'), [{ a: { b: { c: 1 } } }, { a: [{ b: 1 }, { b: 2 }] }, { a: null }]),
  logic('contexts', literal('{"a b": 1, z: 2, l: [{q: null}]}')),
  logic('a context of six entries', literal('{a1: 1, b1: 2, c1: 3, d1: 4, e1: 5, f1: 6}')),
  logic(
    'temporal values',
    literal('[@"2024-01-01", @"10:00:00", @"P1D", @"P1Y2M", @"2024-01-01T10:00:00Z"]'),
  ),
  logic('a function', literal('function(x) x')),
  logic('a range', literal('[1..2]')),
  logic('tests in an expression', literal('[false in true, true in true, false in (true), 3 in (? > 2)]')),
  logic('a boolean test at the end', literal('false in true')),
  logic('an assertion', literal('assert(a, a > 3)'), [{ a: 1 }, { a: 4 }]),
  logic('an input without tests', literal('? > 1')),
  logic('a Java exception', literal('log(0)')),
  logic('blanks around', literal('  1  \n ')),
  logic('a comment within', literal('1 + 2').replace('1', '1<!-- c -->')),
  logic('CDATA', '<literalExpression><text><![CDATA[1 < 2]]></text></literalExpression>'),
  logic(
    'FEEL by its name',
    literal('1').replace('<literalExpression', '<literalExpression expressionLanguage="FEEL"'),
  ),
  typed('5', 'string'),
  typed('5', 'number'),
  typed('"a"', 'feel:string'),
  typed('"a"', 'Any'),
  typed('"a"', 'dateTime'),
  typed('null', 'number'),
  typed('[1]', 'boolean'),
  typed('time("10:00:00")', 'time'),
  typed('date("2024-01-01")', 'date'),
  typed('date("2024-01-01")', 'dateTime'),
  typed('duration("P1Y")', 'dayTimeDuration'),
  typed('duration("P1Y")', 'yearMonthDuration'),
  typed('duration("P1D")', 'dayTimeDuration'),
  typed('{a: [1,"x"], b: date("2024-01-01")}', 'time'),
  typed('c', 'number'),
  typed('function(x) x', 'string'),
  logic('a boxed context', context(['x', literal('1')], ['y', literal('x + 1')])),
  logic('a boxed context with result', context(['x', literal('1')], ['f', adder], ['', literal('f(x)')])),
  logic('a boxed function', context(['x', literal('1')], ['f', adder])),
  logic('a boxed list', list(literal('1'), literal('a'), context(['q', literal('2')])), [{ a: 3 }]),
  logic('a relation', relation(['p', 'q'], ['1', '2'], ['3', 'a']), [{ a: 4 }]),
  logic('a boxed context that fails', context(['x', literal('1')], ['y', literal('log(0)')])),
  graph(
    'required decisions',
    [
      decision('d', literal('b + c'), { requires: ['b', 'c'] }),
      decision('b', literal('1'), { variable: 'b' }),
      decision('c', literal('b2 + 1'), { requires: ['e'] }),
      decision('e', literal('5'), { variable: 'b2' }),
    ],
    ['d', {}],
    ['c', { b2: 9 }],
    ['e', {}],
  ),
  graph(
    'a decision required twice',
    [
      decision('d', literal('b + c'), { requires: ['b', 'c'] }),
      decision('b', literal('e'), { requires: ['e'] }),
      decision('c', literal('e'), { requires: ['e'] }),
      decision('e', literal('5')),
    ],
    ['d', {}],
  ),
  graph(
    'a required decision that fails',
    [decision('d', literal('r'), { requires: ['r'] }), decision('r', twoMatches)],
    ['d', { a: 1 }],
  ),
  graph(
    'a required decision of the wrong type',
    [decision('d', literal('r'), { requires: ['r'] }), decision('r', literal('"x"'), { type: 'number' })],
    ['d', {}],
  ),
  graph(
    'a result over a variable',
    [decision('d', literal('b'), { requires: ['b'] }), decision('b', literal('"of the decision"'))],
    ['d', { b: 1 }],
  ),
  graph(
    'compound results',
    [
      decision('d', literal('t.x + t.y'), { requires: ['t'] }),
      decision('t', table('t', { inputs: ['a'], outputs: ['x', 'y'], rules: [['-', '1', '2']] })),
    ],
    ['d', {}],
  ),
  graph(
    'input data',
    ['<inputData id="in" name="in"/>', requiring(literal('a'), '<requiredInput href="#in"/>')],
    ['d', { a: 1 }],
  ),
  graph('input data nowhere', [requiring(literal('a'), '<requiredInput href="#in"/>')], ['d', { a: 1 }]),
  graph(
    'references without hash, and into another file',
    [
      requiring(literal('e'), '<requiredDecision href="e"/>').replace(
        '<informationRequirement>',
        '<informationRequirement><requiredDecision href="other.dmn#f"/></informationRequirement><informationRequirement>',
      ),
      decision('e', literal('1')),
      decision('f', literal('2')),
    ],
    ['d', {}],
  ),
  graph(
    'decisions in the order of their hashes',
    ['zeta', 'alpha', 'd1', 'd2', 'mitte', 'Aa', 'BB', 'k9', 'long_decision_name_with_many', 'x'].map((id) =>
      decision(id, literal('1')),
    ),
  ),
  graph(
    'many decisions in the order of their hashes',
    Array.from({ length: 30 }, (_, index) => decision(`decision_${(index * 7) % 30}`, literal('1'))),
  ),
  graph(
    'an invocation',
    [decision('d', invocation('k', { p: 'a * 2' }), { knows: ['k'] }), plusOne],
    ['d', { a: 2 }],
    ['d', { a: 'x' }],
    ['d', {}],
  ),
  graph(
    'an invocation without binding',
    [decision('d', invocation('ten', {}), { knows: ['ten'] }), tenTimes],
    ['d', {}],
    ['d', { p: 5 }],
  ),
  graph(
    'an invocation within a context',
    [
      decision(
        'd',
        context(
          ['x', invocation('k', { p: '4' })],
          ['y', table('y', { inputs: ['x'], outputs: ['o'], rules: [['5', '"five"']] })],
        ),
        { knows: ['k'] },
      ),
      plusOne,
    ],
    ['d', {}],
  ),
  graph(
    'a call by position and by name',
    [decision('d', literal('k(a) + k(p: 1)'), { knows: ['k'] }), plusOne],
    ['d', { a: 2 }],
    ['d', { a: 'x' }],
  ),
  graph(
    'a call of a table',
    [
      decision('d', literal('k(a)'), { knows: ['k'] }),
      knowledge(
        'k',
        ['p'],
        table('k', {
          inputs: ['p'],
          outputs: ['x'],
          hit: 'FIRST',
          rules: [
            ['1', '"one"'],
            ['-', '"else"'],
          ],
        }),
      ),
    ],
    ['d', { a: 1 }],
    ['d', { a: 2 }],
  ),
  graph(
    'models that know models',
    [
      decision('d', literal('k(1)'), { knows: ['k'] }),
      knowledge('k', ['p'], literal('ten(p) + 1'), { knows: ['ten'] }),
      tenTimes,
    ],
    ['d', {}],
  ),
  graph(
    'a model of a context',
    [
      decision('d', literal('k(1)'), { knows: ['k'] }),
      knowledge('k', ['p'], context(['x', literal('p + 1')], ['', literal('x * 2')])),
    ],
    ['d', {}],
  ),
  graph(
    'a model sees variables but no results',
    [
      decision('d', literal('k(1) + z'), { requires: ['z'], knows: ['k'] }),
      decision('z', literal('7')),
      knowledge('k', ['p'], literal('p + a')),
    ],
    ['d', { a: 100, p: 3 }],
  ),
  graph(
    'a model named like a function of FEEL',
    [
      decision('d', literal('[count([1,2]), count(1, 2)]'), { knows: ['k'] }),
      knowledge('k', ['p'], literal('99'), { name: 'count' }),
    ],
    ['d', {}],
  ),
  graph(
    'two models of one name',
    [
      decision('d', literal('k(1)'), { knows: ['k1', 'k2'] }),
      knowledge('k1', ['p'], literal('p + 1'), { name: 'k' }),
      knowledge('k2', ['p'], literal('p + 2'), { name: 'k' }),
    ],
    ['d', {}],
  ),
  graph(
    'a model as a value, and as an argument',
    [
      decision('d', literal('[k, sort([3,1,2], k)]'), { knows: ['k'] }),
      knowledge('k', ['x', 'y'], literal('x < y')),
    ],
    ['d', {}],
  ),
  graph(
    'a model without logic',
    [decision('d', literal('k()'), { knows: ['k'] }), '<businessKnowledgeModel id="k" name="k"/>'],
    ['d', {}],
  ),
  graph('a broken model that nothing uses', [
    decision('d', literal('1')),
    knowledge('k', [], literal('1 +')),
  ]),
];
