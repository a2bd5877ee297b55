/** Numbers that JavaScript would change, read and printed. */
import fc from 'fast-check';
import {
  documentNumber,
  ExactNumber,
  hasExactNumbers,
  parseJson,
  printDocument,
  printJson,
  readLenientJson,
  withPlainNumbers,
} from '../../src/json';

describe('parseJson and printJson', () => {
  it.each([
    '9007199254740992',
    '-9007199254740993',
    '98765432109876543210987654321',
    '1.0',
    '-0.0',
    '0.00',
    '12.0',
    '1e2',
    '1E+2',
    '0.10000000000000000555',
    '1234567.0000000001',
    '1e400',
  ])('should keep %s as it is written', (text) => {
    const nested = `{"a":[${text},"${text}"],"b":{"c":${text}}}`;
    expect(parseJson(text)).toBeInstanceOf(ExactNumber);
    expect(printJson(parseJson(text))).toBe(text);
    expect(printJson(parseJson(nested))).toBe(nested);
    expect(printJson(parseJson(nested), 2)).toBe(
      JSON.stringify(
        JSON.parse(nested.replaceAll(/([[:])(-?\d[\d.eE+-]*)/g, '$1"#$2#"')),
        null,
        2,
      ).replaceAll(/"#(.*?)#"/g, '$1'),
    );
  });

  it.each([
    '0',
    '-17',
    '9007199254740991',
    '0.5',
    '-1250.75',
    '0.001',
    '1234567.125',
    '2251799813685249',
    '1.23456785E7',
    '4.250e-3',
    '0.0009',
  ])('should make a JavaScript number of %s', (text) => expect(parseJson(text)).toBe(Number(text)));

  it('should not take texts for numbers', () => {
    const text = '{"at":"2026-11-25T08:00:00.000Z","hash":"3e4","key":"9223372036854775807","\\"1.0":"\\\\"}';
    expect(hasExactNumbers(text)).toBe(false);
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it.each(['{"a":1.0', '[1.0,]', '{"a":01.0}', 'NaN', "{'a':1.0}", ''])('should refuse %j', (text) =>
    expect(() => parseJson(text)).toThrow(SyntaxError),
  );

  it('should read and print whatever JSON.parse and JSON.stringify do', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const value = parseJson(text);
        expect(withPlainNumbers(value)).toEqual(JSON.parse(text));
        expect(JSON.parse(printJson(value))).toEqual(JSON.parse(text));
      }),
      { seed: 20261201, numRuns: 500 },
    );
  });

  it('should notice every double that JavaScript prints otherwise than it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(20), (double, digits) => {
        for (const text of [String(double), double.toExponential(digits), double.toFixed(digits)]) {
          if (Math.abs(double) >= 1e21 || /^-0$/.test(text)) return;
          const value = parseJson(text);
          expect(Number(printJson(value))).toBe(Number(text));
        }
      }),
      { seed: 20261201, numRuns: 1000 },
    );
  });

  it('should leave out and replace what JSON has not, as JSON.stringify does', () => {
    const value = { a: undefined, b: [undefined, NaN], at: new Date(0), n: parseJson('1.0') };
    expect(printJson(value)).toBe('{"b":[null,null],"at":"1970-01-01T00:00:00.000Z","n":1.0}');
    expect(printJson({ e: {}, l: [], n: parseJson('1.0') }, 2)).toBe(
      '{\n  "e": {},\n  "l": [],\n  "n": 1.0\n}',
    );
  });
});

describe('documents', () => {
  /** What a Zeebe 8.6.0 gave back for a variable. */
  const answers: readonly (readonly [written: string, kept: string])[] = [
    ['1.50', '1.5'],
    ['-0', '0'],
    ['-0.0', '-0.0'],
    ['1E+2', '100.0'],
    ['1e-3', '0.001'],
    ['1e-4', '1.0E-4'],
    ['12345678.5', '1.23456785E7'],
    ['1e7', '1.0E7'],
    ['9999999.5', '9999999.5'],
    ['1e22', '1.0E22'],
    ['5e-324', '4.9E-324'],
    ['1e-400', '0.0'],
    ['1e400', '"Infinity"'],
    ['-1e400', '"-Infinity"'],
    ['9007199254740993', '9007199254740993'],
    ['18446744073709551615', '18446744073709551615'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['0.1234567890123456789012', '0.12345678901234568'],
    ['100000000000000000000.5', '1.0E20'],
    ['9007199254740993.0', '9.007199254740992E15'],
    ['"😀é\\u0000\\u001f\\u007f\\u2028"', '"\\uD83D\\uDE00é\\u0000\\u001F\u007f\u2028"'],
    ['"\\ud83dx"', '"?x"'],
    ['"\\\\ud83d"', '"\\\\ud83d"'],
  ];

  it.each(answers)('should keep %s as %s', (written, kept) => {
    expect(printDocument(readLenientJson(`{"v":[${written}]}`, documentNumber))).toBe(`{"v":[${kept}]}`);
  });

  it.each(['18446744073709551616', '-9223372036854775809', '123456789012345678901234567890'])(
    'should refuse %s as Zeebe does',
    (text) =>
      expect(() => readLenientJson(text, documentNumber)).toThrow(
        'MessagePack cannot serialize BigInteger larger than 2^64-1',
      ),
  );
});
