/** Files that Zeebe refuses, and files of other shapes that it takes. */
import {
  context,
  decision,
  dmn,
  invocation,
  knowledge,
  list,
  literal,
  relation,
  table,
} from '../../engine/kit/dmn';
import { graph, logic, tableCase, type DecisionCase } from './case';

const { content: plain } = dmn('graph', decision('d', literal('1')));
const file = (name: string, content: string): DecisionCase => ({ name, content, evaluations: [] });
const one = { inputs: ['a'], outputs: ['x'] } as const;
const tableXml = table('d', { ...one, rules: [['-', '1']] });
const written = (expression: string, attributes: string): string =>
  literal(expression).replace('<literalExpression', `<literalExpression ${attributes}`);

export const refusedCases = [
  file('no XML', 'hello'),
  file('nothing', ''),
  file('cut off', '<definitions'),
  file('another document', '<html/>'),
  file('another namespace', plain.replace('20191111/MODEL/', '20191111/MODEL')),
  file('a document type', plain.replace('?>', '?><!DOCTYPE definitions [<!ENTITY a "b">]>')),
  file('a decision without name', plain.replace(' name="Decision d"', '')),
  file('definitions without name', plain.replace(' name="graph"', '')),
  file('definitions without namespace', plain.replace(/ namespace="[^"]*"/, '')),
  file('an unknown attribute', plain.replace('<decision ', '<decision foo="1" ')),
  file('an unknown element', plain.replace('</decision>', '</decision><foo/>')),
  file('a misplaced element', plain.replace('</decision>', '</decision><decisionTable/>')),
  graph('an id used twice', [decision('d', literal('1')), decision('d', literal('2'))]),
  graph('a decision without logic', [decision('d', '')]),
  graph('several at once', [
    decision('d', ''),
    decision('e', '<literalExpression id="q"/>'),
    decision('f', literal('1 +')),
    decision('h', literal('2 +')),
    decision('i', literal('2 +')),
    decision(
      'j',
      table('j', {
        ...one,
        rules: [
          ['<', ''],
          ['1 2', '1'],
        ],
      }),
    ),
  ]),
  graph('an unknown decision required', [decision('d', literal('1'), { requires: ['nope'] })]),
  graph('an unknown model required', [decision('d', literal('1'), { knows: ['nope'] })]),
  graph('an empty requirement', [
    decision('d', literal('1')).replace('<literal', '<informationRequirement/><literal'),
  ]),
  graph('a decision that needs itself', [decision('d', literal('1'), { requires: ['d'] })]),
  graph('decisions that need each other', [
    decision('a', literal('1'), { requires: ['b'] }),
    decision('b', literal('1'), { requires: ['a'] }),
  ]),
  graph('a model that needs itself', [
    decision('a', literal('1')),
    knowledge('k', [], literal('1'), { knows: ['k'] }),
  ]),
  graph('a model without name', [
    decision('d', literal('1'), { knows: ['k'] }),
    '<businessKnowledgeModel id="k"/>',
  ]),
  graph('a model that invokes', [
    decision('d', literal('k()'), { knows: ['k'] }),
    knowledge('k', [], invocation('j', {})),
  ]),
  logic('another language', written('1', 'expressionLanguage="JavaScript"')),
  logic('an empty text', literal('')),
  logic('a blank text', literal('  ')),
  logic('no text', '<literalExpression id="q"/>'),
  logic('an empty input', table('d', { ...one, inputs: [''], rules: [] })),
  logic('an input without text', tableXml.replace('<text>a</text>', '')),
  logic('an input without expression', tableXml.replace(/<inputExpression.*<\/inputExpression>/, '')),
  logic('an output entry without text', tableXml.replace('<text>1</text>', '')),
  logic('an input entry without text', tableXml.replace('<text>-</text>', '')),
  logic('a hit policy that is none', tableXml.replace('<decisionTable', '<decisionTable hitPolicy="NOPE"')),
  logic(
    'a hit policy written otherwise',
    tableXml.replace('<decisionTable', '<decisionTable hitPolicy="RULE_ORDER"'),
  ),
  tableCase('tests that do not parse', {
    ...one,
    rules: [
      ['<', '1'],
      ['1 2', '1'],
      ['< 5 or > 4', '1'],
    ],
  }),
  tableCase('an output that is empty', { ...one, rules: [['-', '']] }),
  tableCase('no output', { inputs: ['a'], outputs: [], rules: [['-']] }),
  tableCase('too few entries', { inputs: ['a', 'b'], outputs: ['x'], rules: [['1', '1']] }),
  tableCase('two outputs, one without name', { inputs: ['a'], outputs: [{ label: 'L' }, 'y'], rules: [] }),
  tableCase('an aggregation of two outputs', {
    inputs: ['a'],
    outputs: ['x', 'y'],
    hit: 'COLLECT',
    aggregation: 'SUM',
    rules: [],
  }),
  logic('an invocation of nothing', invocation('nope', {})),
  logic('an invocation of a list', `<invocation>${list(literal('1'))}</invocation>`),
  graph('a binding that is no literal', [
    decision(
      'd',
      `<invocation>${literal('k')}<binding><parameter name="p"/>${list(literal('1'))}</binding></invocation>`,
      {
        knows: ['k'],
      },
    ),
    knowledge('k', ['p'], literal('p')),
  ]),
  logic('a row too short', relation(['p', 'q'], ['1'])),
  logic('an entry without value', context(['x', ''])),
  logic('a decision that is a function', '<functionDefinition>' + literal('1') + '</functionDefinition>'),
  logic('a conditional of DMN 1.4', `<conditional><if>${literal('true')}</if></conditional>`),
  ...[
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
    'http://www.omg.org/spec/DMN/20130901',
  ].map((namespace) => ({
    name: `the namespace ${namespace}`,
    content: dmn('graph', decision('d', literal('1')), { namespace }).content,
    evaluations: [{ decision: 'd', variables: {} }],
  })),
  file(
    'foreign attributes and elements',
    plain
      .replace('<definitions ', '<definitions xmlns:q="urn:q" q:foo="1" ')
      .replace('<decision ', '<decision q:bar="2" '),
  ),
  file(
    'a prefix',
    '<dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" id="g" name="G" namespace="n">' +
      '<dmn:decision id="d" name="q"><dmn:literalExpression><dmn:text>1</dmn:text></dmn:literalExpression></dmn:decision>' +
      '</dmn:definitions>',
  ),
  file(
    'a diagram',
    plain.replace(
      '</definitions>',
      '<dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"><dmndi:DMNDiagram>' +
        '<dmndi:DMNShape dmnElementRef="d"><dc:Bounds xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" height="80" ' +
        'width="180" x="1" y="2"/></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI></definitions>',
    ),
  ),
  graph('item definitions and text annotations', [
    '<itemDefinition name="t"><typeRef>string</typeRef></itemDefinition>',
    decision('d', literal('1')),
    '<textAnnotation id="ta"><text>x</text></textAnnotation>' +
      '<association id="as"><sourceRef href="#d"/><targetRef href="#ta"/></association>',
  ]),
  logic('a description', `<description>hi</description>${literal('1')}`),
  graph('no decision', []),
];
