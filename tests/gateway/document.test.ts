import { parseDocument, printDocument } from '../../src/gateway/document';

/** Columns as a Zeebe 8.6.0 reported them. */
const BROKEN: readonly (readonly [text: string, line: number, column: number])[] = [
  ['{', 1, 2],
  ['{"a":}', 1, 6],
  ['{a:1}', 1, 2],
  ['nope', 1, 5],
  ['[1,', 1, 4],
  ['{"a":1,}', 1, 8],
  ['{"a":01}', 1, 7],
  ['{"a":NaN}', 1, 9],
  ['{"a":"\t"}', 1, 7],
  ['{\n"a":tru}', 2, 9],
  ['{"a":"b', 1, 8],
  ['{"a" 1}', 1, 6],
  ['{"a":1 "b":2}', 1, 8],
  ['{"a":-}', 1, 7],
  ['{"a":1.}', 1, 8],
  ['{"a":"\\x"}', 1, 8],
  ['{"é":}', 1, 7],
];

describe('parseDocument', () => {
  test.each(BROKEN)('should say where %j breaks', (text, line, column) => {
    const place = `line: ${line}, column: ${column}]`;
    const source = '[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ';
    expect(() => parseDocument(text)).toThrow(`Invalid JSON value: ${text}\n at ${source}${place}`);
  });

  test.each([
    ['', {}],
    ['  ', {}],
    ['null', {}],
    ['{}', {}],
    ['{"a":1}', { a: 1 }],
    ["{'a':'it\\'s'}", { a: "it's" }],
    ['{"a":1} x', { a: 1 }],
    ['{"a":1}{', { a: 1 }],
    [
      '{"a":[1,-2.5e-1,"\\u00e9\\n",true,false,null,{},[]]}{',
      { a: [1, -0.25, 'é\n', true, false, null, {}, []] },
    ],
    ['{"toString":1}x', { toString: 1 }],
  ])('should read %j', (text, expected) => expect(parseDocument(text)).toEqual(expected));

  test.each([
    ['[1]', 'ARRAY'],
    ['1', 'INTEGER'],
    ['1.5', 'FLOAT'],
    ['true', 'BOOLEAN'],
    ['"a"', 'STRING'],
  ])('should refuse %j', (text, kind) =>
    expect(() => parseDocument(text)).toThrow(
      `Property 'variables' is invalid: Expected document to be a root level object, but was '${kind}'`,
    ),
  );
});

test('printDocument should print nothing as an empty document', () => {
  expect(printDocument(undefined)).toBe('{}');
});
