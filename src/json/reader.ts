/**
 * JSON with numbers as the caller wants them, as lenient as Zeebe's gateway reads it: strings may be in single quotes, whatever follows the first value is ignored,
 * and an error is placed at a line and column (both from 1, the column in UTF-8 bytes).
 */
import { hasExactNumbers } from './suspicion';

export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  constructor(
    readonly line: number,
    readonly column: number,
  ) {
    super(`Expected JSON, but line ${line}, column ${column} is something else`);
  }
}

/** The text nests deeper than `MAX_DEPTH`. */
export class JsonDepthError extends Error {
  override readonly name = 'JsonDepthError';
}

/** Arrays and objects inside each other. Zeebe takes as many, and fails without a reason at 20,000. */
const MAX_DEPTH = 2000;

function syntaxErrorAt(text: string, offset: number): JsonSyntaxError {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return new JsonSyntaxError(line, Buffer.byteLength(before.slice(lineStart)) + 1);
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
};
const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
const IDENTIFIER = /[\p{L}\p{N}_$]+/uy;
const NUMBER_END = /[0-9]+/y;

/** Makes the value of a number from its text. */
export type ToNumber = (text: string) => unknown;

export class JsonReader {
  #at = 0;
  constructor(
    readonly text: string,
    private readonly toNumber: ToNumber,
  ) {}

  value(): unknown {
    this.#skipSpace();
    const next = this.text[this.#at];
    if (next === '{') return this.#object();
    if (next === '[') return this.#array();
    if (next === '"' || next === "'") return this.#string(next);
    if (next !== undefined && /[-0-9]/.test(next)) return this.#number();
    // The reader of Zeebe has taken a plus before it finds that none may stand here.
    if (next === '+') this.#fail(this.#at + 1);
    return this.#literal();
  }

  #fail(offset = this.#at): never {
    throw syntaxErrorAt(this.text, offset);
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.text[this.#at] ?? '')) this.#at++;
  }

  #expect(character: string): void {
    this.#skipSpace();
    if (this.text[this.#at] !== character) this.#fail();
    this.#at++;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** After an entry: true when another follows, false when the structure is closed. */
  #another(close: string): boolean {
    this.#skipSpace();
    const next = this.text[this.#at];
    if (next !== ',' && next !== close) this.#fail();
    this.#at++;
    return next === ',';
  }

  #opensEmpty(close: string): boolean {
    this.#at++;
    this.#skipSpace();
    if (this.text[this.#at] !== close) return false;
    this.#at++;
    return true;
  }

  #object(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    if (this.#opensEmpty('}')) return {};
    do {
      this.#skipSpace();
      const quote = this.text[this.#at];
      if (quote !== '"' && quote !== "'") this.#fail();
      const name = this.#string(quote);
      this.#expect(':');
      entries.push([name, this.value()]);
    } while (this.#another('}'));
    return Object.fromEntries(entries);
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    if (this.#opensEmpty(']')) return items;
    do items.push(this.value());
    while (this.#another(']'));
    return items;
  }

  #string(quote: string): string {
    let result = '';
    for (this.#at++; ; this.#at++) {
      const next = this.text[this.#at];
      if (next === undefined || next < ' ') this.#fail();
      if (next === quote) break;
      result += next === '\\' ? this.#escape() : next;
    }
    this.#at++;
    return result;
  }

  #escape(): string {
    const letter = this.text[++this.#at] ?? '';
    if (letter !== 'u') return ESCAPES[letter] ?? this.#fail();
    for (let digit = 0; digit < 4; digit++) {
      if (!/[0-9a-fA-F]/.test(this.text[++this.#at] ?? '')) this.#fail();
    }
    return String.fromCharCode(parseInt(this.text.slice(this.#at - 3, this.#at + 1), 16));
  }

  #number(): unknown {
    const start = this.#at;
    if (this.text[this.#at] === '-') this.#at++;
    const whole = this.#match(NUMBER_END) ?? this.#fail();
    if (whole.length > 1 && whole.startsWith('0')) this.#fail(this.#at - whole.length + 1);
    if (this.text[this.#at] === '.') {
      this.#at++;
      if (!this.#match(NUMBER_END)) this.#fail();
    }
    if (/[eE]/.test(this.text[this.#at] ?? '')) {
      this.#at++;
      if (/[-+]/.test(this.text[this.#at] ?? '')) this.#at++;
      if (!this.#match(NUMBER_END)) this.#fail();
    }
    return this.toNumber(this.text.slice(start, this.#at));
  }

  #literal(): unknown {
    const word = this.#match(IDENTIFIER);
    if (word === undefined) this.#fail();
    if (Object.hasOwn(LITERALS, word)) return LITERALS[word];
    // The reader of Zeebe takes the character after an unknown word too, but not after a number's name.
    const taken = word !== 'NaN' && word !== 'Infinity' && this.#at < this.text.length ? 1 : 0;
    return this.#fail(this.#at + taken);
  }
}

/** One pass over the text; brackets in strings do not count. */
function nestsTooDeep(text: string): boolean {
  if (text.length < 2 * MAX_DEPTH) return false;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** The first JSON value of a text, as Zeebe's gateway reads it. Throws `JsonSyntaxError` and `JsonDepthError`. */
export function readLenientJson(text: string, toNumber: ToNumber): unknown {
  if (nestsTooDeep(text)) {
    throw new JsonDepthError(`Expected at most ${MAX_DEPTH} nested arrays and objects, but found more`);
  }
  return parsedWhole(text) ?? new JsonReader(text, toNumber).value();
}

/** Undefined when the text is no JSON by the standard, or has numbers that JavaScript would change. */
function parsedWhole(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasExactNumbers(text) ? undefined : value;
  } catch {
    return undefined;
  }
}
