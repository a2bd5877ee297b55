/** Source text to tokens. */

export interface Token {
  readonly kind: 'name' | 'escaped' | 'number' | 'string' | 'symbol' | 'end';
  /** A string without its quotes, escapes as written; a backtick name without backticks. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export class FeelSyntaxError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
  }
}

const SPACE = /(?:[\s\u0085\u180E\u200B]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/uy;
/** Java looks at UTF-16 units: letters beyond the basic plane are no letters. */
const NAME =
  /(?![\u{10000}-\u{10ffff}])[\p{L}\p{Nl}\p{Sc}\p{Pc}](?:(?![\u{10000}-\u{10ffff}])[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}])*/uy;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)/y;
const STRING = /"((?:\\[\s\S]|[^"\\])*)"/y;
const ESCAPED = /`([^`]+)`/y;
/** Any other character may be part of a key. */
const SYMBOL = /\*\*|\.\.|<=|>=|!=|[-+*/<>=(){}[\],.:?@]|[^\s"`]/uy;

const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['name', NAME],
  ['number', NUMBER],
  ['string', STRING],
  ['escaped', ESCAPED],
  ['symbol', SYMBOL],
];

/** Ends with an `end` token. @throws FeelSyntaxError */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = skipSpace(source, 0);
  while (position < source.length) {
    const token = tokenAt(source, position);
    tokens.push(token);
    position = skipSpace(source, token.to);
  }
  return [...tokens, { kind: 'end', text: '', from: source.length, to: source.length }];
}

function tokenAt(source: string, from: number): Token {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = from;
    const match = pattern.exec(source);
    if (match !== null) return { kind, text: match[1] ?? match[0], from, to: pattern.lastIndex };
  }
  throw new FeelSyntaxError('an expression', from);
}

function skipSpace(source: string, from: number): number {
  SPACE.lastIndex = from;
  return SPACE.test(source) ? SPACE.lastIndex : from;
}
