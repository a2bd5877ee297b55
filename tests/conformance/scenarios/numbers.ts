/** Numbers that JavaScript would change, and letters that Java writes otherwise, on their way through the engine. */
import { parseJson } from '../../../src/json';
import {
  bpmn,
  element,
  end,
  escape,
  mappings,
  message,
  messageEvent,
  path,
  start,
  task,
  withOwnIds,
} from '../../engine/kit/bpmn';
import { decision, dmn, literal } from '../../engine/kit/dmn';
import {
  advance,
  broadcast,
  cancel,
  complete,
  create,
  createWithResult,
  deploy,
  evaluate,
  fail,
  line,
  MINUTE,
  publish,
  result,
  set,
  throwError,
  type Script,
} from '../kit/steps';

const read = (json: string): object => parseJson(json) as object;

const INTEGERS =
  '[9007199254740993,-9007199254740995,1234567890123456789,9223372036854775807,-9223372036854775808,-0]';
/** No expression can read them. */
const BEYOND_LONG = '[9223372036854775808,18446744073709551615]';
const DOUBLES =
  '[1.0,-1.0,0.0,-0.0,1.50,100.0,1e2,1E+2,1e-3,0.001,0.0001,1e-4,12345678.5,9999999.5,10000000.25,1e7,1e21,1.5e300,5e-324,1e-400,' +
  '4294967296.0,9007199254740993.0,0.12345678901234567890123,3.14159265358979323846,100000000000000000000.5,-123456.0e-10]';
const ENDLESS = '[1e400,-1e400]';
const LETTERS = '["\\ud83d\\ude00é","\\u0000\\u001f\\u007f\\u2028/<\\\\u001f\\t\\"","𝒳"]';

function documents(): Script {
  const wait = line('nu-documents', [
    ['t', task('t', 'nu-work', mappings({ input: { first: '=all[1]', all: '=all' } }))],
  ]);
  return {
    name: 'numbers keep their value from document to document',
    steps: [
      deploy(wait),
      create(
        'nu-documents',
        read(`{"all":${INTEGERS},"n":1.0,"o":{"v":${DOUBLES}},"e":${ENDLESS},"u":${BEYOND_LONG}}`),
      ),
      { do: 'activate', type: 'nu-work', show: true },
      set('nu-documents', read(`{"n":1,"all":${DOUBLES}}`)),
      set('nu-documents', read('{"n":1.0}')),
      set('nu-documents', read('{"n":1.00}')),
      { do: 'failLast', retries: 2 },
      fail('nu-work', 1, { variables: read('{"failed":[9007199254740993,2.0,1e-9]}') }),
      complete('nu-work', read(`{"done":[${INTEGERS},${BEYOND_LONG}],"o":{"w":2.0}}`)),
    ],
  };
}

function messages(): Script {
  const file = bpmn(
    'nu-messages',
    start() +
      element('intermediateCatchEvent', 'c', '', messageEvent('m')) +
      element('intermediateCatchEvent', 's', '', '<bpmn:signalEventDefinition signalRef="sig" />') +
      end() +
      path('start', 'c', 's', 'end'),
    message('m', 'nu-message', '=key') + '<bpmn:signal id="sig" name="nu-signal" />',
  );
  return {
    name: 'numbers keep their value in messages and signals, and as correlation keys',
    steps: [
      deploy(file),
      publish('nu-message', '9007199254740993', { ttl: 10 * MINUTE, variables: read(`{"v":${DOUBLES}}`) }),
      create('nu-messages', read('{"key":9007199254740993}')),
      advance(MINUTE),
      broadcast('nu-signal', read(`{"w":${INTEGERS}}`)),
      advance(20 * MINUTE),
    ],
  };
}

function errors(): Script {
  const file = line('nu-errors', [['t', task('t', 'nu-throw')]]);
  return {
    name: 'numbers keep their value beside an error',
    steps: [
      deploy(file),
      create('nu-errors', read('{"a":1.0}')),
      throwError('nu-throw', 'X', { variables: read('{"b":[9007199254740993,1.0,1e22]}') }),
      cancel,
    ],
  };
}

const expressions = [
  'x',
  '[x]',
  '{a: x}',
  'o',
  'o.v',
  'l',
  'l[1]',
  'string(x)',
  'x + 0',
  'x * 1',
  '-x',
  'x / 3',
  'x = l[1]',
  'x > 1',
  'context put(o, "w", x)',
  'context merge([o, {w: 2}])',
  'get value(o, "v")',
  'for i in l return i',
  'number(string(x))',
];

const operands = [
  '9007199254740993',
  '-9223372036854775808',
  '9223372036854775807',
  '1.0',
  '-0.0',
  '1.50',
  '1e21',
  '3.0e10',
  '12345678.5',
  '1e-7',
  '0.1234567890123456789',
  '100000000000000000000.5',
];

function calculating(operand: string, index: number): Script {
  const id = `nu-feel-${index}`;
  const parts = expressions.map((expression, at): readonly [string, string] => [
    `s${at}`,
    element(
      'scriptTask',
      `s${at}`,
      `<zeebe:script expression="${escape(`=${expression}`)}" resultVariable="r${at}" />`,
    ),
  ]);
  const variables = read(`{"x":${operand},"o":{"v":${operand}},"l":[${operand}]}`);
  return {
    name: `expressions calculate with ${operand}`,
    steps: [deploy(line(id, parts)), createWithResult(id, variables), result],
  };
}

function beyondLong(): Script {
  const parts: readonly (readonly [string, string])[] = [
    ['t', element('scriptTask', 't', '<zeebe:script expression="=o" resultVariable="r" />')],
    ['u', element('scriptTask', 'u', '<zeebe:script expression="=x + 1" resultVariable="s" />')],
  ];
  return {
    name: 'an integer beyond long cannot be read by an expression',
    steps: [
      deploy(line('nu-beyond', parts)),
      create('nu-beyond', read('{"x":9223372036854775808,"o":{"v":18446744073709551615}}')),
      cancel,
    ],
  };
}

function literals(): Script {
  const results = [
    '12345678901234567890',
    '9007199254740992 + 1',
    '2 ** 62',
    '2 ** 63',
    '100000000000000000000000000000000000000 + 1',
    '10000000000000000000000000000000000 + 0.5',
    'string(1234567890123456789012345678901234567890.5 - 1)',
    '1 + 1234567890123456789012345678901234567890',
    '0.00000012',
    '1234567.8 * 10',
    '1 / 3',
    '1 / 3 * 3',
    'string(1.50)',
    '1.50',
    '"😀"',
    '{"a😀": "\\uD83D\\uDE00"}',
    'string length("😀")',
    'upper case("ß😀")',
  ];
  const parts = results.map((expression, at): readonly [string, string] => [
    `s${at}`,
    element(
      'scriptTask',
      `s${at}`,
      `<zeebe:script expression="${escape(`=${expression}`)}" resultVariable="r${at}" />`,
    ),
  ]);
  return {
    name: 'numbers and letters that expressions write',
    steps: [deploy(line('nu-literals', parts)), create('nu-literals')],
  };
}

function decisions(): Script {
  const graph = dmn(
    'nu-graph',
    [
      decision('nu-x', literal('x')),
      decision('nu-o', literal('o')),
      decision('nu-s', literal('string(x)')),
      decision('nu-c', literal('{a: x, b: o.v, c: "😀"}')),
    ].join('\n'),
  );
  const variables = (number: string): object => read(`{"x":${number},"o":{"v":${number}}}`);
  return {
    name: 'decisions keep the numbers that they are given',
    steps: [
      deploy(graph),
      ...['nu-x', 'nu-o', 'nu-s', 'nu-c'].flatMap((id) =>
        ['9007199254740993', '1.0', '1e21', '1e-7'].map((number) => evaluate(id, variables(number))),
      ),
      ...['nu-o', 'nu-x'].map((id) => evaluate(id, variables('9223372036854775808'))),
    ],
  };
}

function letters(): Script {
  return {
    name: 'letters beyond the basic plane and control characters are escaped as Java does',
    steps: [
      deploy(line('nu-letters', [['t', task('t', 'nu-letters', mappings({ input: { m: '=l' } }))]])),
      createWithResult('nu-letters', read(`{"l":${LETTERS},"o":{"k😀":1}}`)),
      { do: 'activate', type: 'nu-letters', show: true },
      { do: 'completeLast', variables: read(`{"d":${LETTERS}}`) },
      result,
    ],
  };
}

export const numbersScripts: readonly Script[] = [
  documents,
  messages,
  errors,
  ...operands.map((operand, index) => () => calculating(operand, index)),
  beyondLong,
  literals,
  decisions,
  letters,
].map(withOwnIds);
