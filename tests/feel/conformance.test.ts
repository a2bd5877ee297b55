/**
 * Each line of `zeebe-8.6.0.jsonl` is an expression, its variables, and what the expression language of Zeebe 8.6.0
 * made of it (recorded at 2023-11-14T22:13:20.123Z in zone Etc/UTC). A parse failure is recorded up to its reason:
 * the two parsers word it differently.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { evaluateExpression, evaluateRaw } from '../../src/feel';
import { documentNumber, printJson, readLenientJson } from '../../src/json';

interface Recorded {
  readonly expression: string;
  readonly context: Record<string, unknown>;
  readonly type?: string;
  readonly value?: unknown;
  readonly failure?: string;
  readonly warnings: readonly string[];
}

const NOW = 1_700_000_000_123;
/** Differences that stay; docs/conformance.md tells why. */
const KNOWN: Readonly<Record<string, string>> = {
  'substring("foobar",10) {}': 'the text of the Java exception changes with the Java version',
  'a + 1 {"a":{"b":1}}': 'Zeebe prints the memory address of the context',
};

const recorded = readFileSync(path.join(__dirname, 'zeebe-8.6.0.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => readLenientJson(line, documentNumber) as Recorded);
const nameOf = ({ expression, context }: Recorded) => `${expression} ${printJson(context)}`;

describe('FEEL, compared to what Zeebe 8.6.0 answers', () => {
  const compared = recorded.filter((line) => KNOWN[nameOf(line)] === undefined);

  it.each(compared.map((line) => [nameOf(line), line] as const))(
    '%s',
    (_name, { expression, context, ...expected }) => {
      const source = { kind: 'feel', source: expression } as const;
      const raw = evaluateRaw(source, context, { now: NOW });
      const result = evaluateExpression(source, context, { now: NOW });

      if (expected.failure?.startsWith('failed to parse') === true) {
        expect(result.ok ? 'no failure' : result.failure).toContain(expected.failure);
        return;
      }
      expect(
        raw.ok && result.ok
          ? { type: raw.type, value: result.value, warnings: raw.warnings }
          : { failure: raw.ok ? '' : raw.failure, warnings: raw.warnings },
      ).toEqual(expected);
    },
  );

  it('should know of no difference that is gone', () => {
    expect(Object.keys(KNOWN).filter((name) => !recorded.some((line) => nameOf(line) === name))).toEqual([]);
  });
});
