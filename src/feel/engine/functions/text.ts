/** String functions (DMN 1.3, 10.3.4.3). */
import { randomUUID } from 'node:crypto';

import { Decimal } from '../decimal';
import { ThrownError } from '../thrown-error';
import { FeelError, type Value } from '../value';
import { define, type Library } from './define';
import { withRegex } from './regex';

/** What Java's `trim` takes away: not the blanks beyond ASCII. */
const JAVA_BLANKS = /^[\0-\x20]+|[\0-\x20]+$/gu;

export const textFunctions: Library = {
  substring: [
    define('string,start position', (text, start) => substring(text, start)),
    define('string,start position,length', (text, start, length) =>
      length instanceof Decimal ? substring(text, start, length.toInt()) : undefined,
    ),
  ],
  'string length': [define('string', (text) => onText(text, (value) => Decimal.of(value.length)))],
  'upper case': [define('string', (text) => onText(text, (value) => value.toUpperCase()))],
  'lower case': [define('string', (text) => onText(text, (value) => value.toLowerCase()))],
  'substring before': [
    define('string,match', (text, match) =>
      onTexts(text, match, (value, part) => value.slice(0, Math.max(0, value.indexOf(part)))),
    ),
  ],
  'substring after': [
    define('string,match', (text, match) =>
      onTexts(text, match, (value, part) => {
        const index = value.indexOf(part);
        return index === -1 ? '' : value.slice(index + part.length);
      }),
    ),
  ],
  replace: [
    define('input,pattern,replacement', (input, pattern, replacement) =>
      replace(input, pattern, replacement, ''),
    ),
    define('input,pattern,replacement,flags', replace),
  ],
  contains: [
    define('string,match', (text, match) => onTexts(text, match, (value, part) => value.includes(part))),
  ],
  'starts with': [
    define('string,match', (text, match) => onTexts(text, match, (value, part) => value.startsWith(part))),
  ],
  'ends with': [
    define('string,match', (text, match) => onTexts(text, match, (value, part) => value.endsWith(part))),
  ],
  matches: [
    define('input,pattern', (input, pattern) => matches(input, pattern, '')),
    define('input,pattern,flags', matches),
  ],
  split: [
    define('string,delimiter', (text, delimiter) =>
      onTexts(text, delimiter, (value, pattern) =>
        withRegex(
          pattern,
          '',
          (regex) => (pattern === '' ? [...value.split(''), ''] : value.split(regex)),
          `Invalid pattern for delimiter '${pattern}'`,
        ),
      ),
    ),
  ],
  extract: [
    define('input,pattern', (input, pattern) =>
      onTexts(input, pattern, (value, source) => withRegex(source, '', (regex) => value.match(regex) ?? [])),
    ),
  ],
  trim: [define('string', (text) => onText(text, (value) => value.replace(JAVA_BLANKS, '')))],
  uuid: [define('', () => randomUUID())],
  'to base64': [
    define('value', (text) => onText(text, (value) => Buffer.from(value, 'utf8').toString('base64'))),
  ],
};

function onText(text: Value | undefined, use: (text: string) => Value): Value | undefined {
  return typeof text === 'string' ? use(text) : undefined;
}

function onTexts(
  text: Value | undefined,
  other: Value | undefined,
  use: (text: string, other: string) => Value,
): Value | undefined {
  return typeof text === 'string' && typeof other === 'string' ? use(text, other) : undefined;
}

function substring(text: Value | undefined, start: Value | undefined, length?: number): Value | undefined {
  if (typeof text !== 'string' || !(start instanceof Decimal)) return undefined;
  const position = start.toInt();
  const from = position > 0 ? position - 1 : text.length + position;
  const to = length === undefined ? text.length : Math.min(from + length, text.length);
  if (from < 0 || from > text.length || to < from) {
    throw new ThrownError(
      `java.lang.StringIndexOutOfBoundsException: begin ${from}, end ${to}, length ${text.length}`,
    );
  }
  return text.slice(from, to);
}

function matches(input?: Value, pattern?: Value, flags?: Value): Value | undefined {
  if (typeof input !== 'string' || typeof pattern !== 'string' || typeof flags !== 'string') return undefined;
  return withRegex(pattern, flags, (regex) => regex.test(input));
}

function replace(input?: Value, pattern?: Value, replacement?: Value, flags?: Value): Value | undefined {
  if (typeof input !== 'string' || typeof pattern !== 'string') return undefined;
  if (typeof replacement !== 'string' || typeof flags !== 'string') return undefined;
  if (/(?:^|[^\\])\$(?![\d{])/.test(replacement)) return new FeelError(`Invalid pattern '${pattern}'`);
  const groups = groupsOf(pattern);
  for (const [, digit, name] of replacement.matchAll(/(?<!\\)\$(?:(\d)|\{([^}]*)\})/gu)) {
    if (digit === undefined ? !groups.names.includes(name ?? '') : Number(digit) > groups.count)
      return new FeelError(`Invalid pattern '${pattern}'`);
  }
  // Java: $1 is a group, $0 the match, a backslash takes the next character as it is
  const template = replacement.replace(
    /\\(.)|\$(\d)|\$\{(\w+)\}|\$/g,
    (whole, escaped?: string, group?: string, name?: string) => {
      if (name !== undefined) return `$<${name}>`;
      if (escaped !== undefined) return escaped === '$' ? '$$' : escaped;
      return group === '0' ? '$&' : group === undefined ? '$$' : whole;
    },
  );
  return withRegex(pattern, flags, (regex) => input.replace(regex, template));
}

/** Of a pattern: how many groups it has, and their names. */
function groupsOf(pattern: string): { readonly count: number; readonly names: readonly string[] } {
  try {
    const match = new RegExp(`${pattern}|`).exec('');
    return { count: (match?.length ?? 1) - 1, names: Object.keys(match?.groups ?? {}) };
  } catch {
    return { count: 0, names: [] };
  }
}
