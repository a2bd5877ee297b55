/** A place in the tokens of a source, and the small steps from it. */
import { FeelSyntaxError, tokenize, type Token } from './lexer';

const RESERVED: ReadonlySet<string> = new Set(
  'null true false function in return then else satisfies and or'.split(' '),
);

export class Cursor {
  protected index = 0;
  protected readonly tokens: Token[];

  constructor(protected readonly source: string) {
    this.tokens = [...tokenize(source)];
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') this.fail('the end of the expression or an operator');
  }

  protected get token(): Token {
    return this.at(this.index);
  }

  protected at(index: number): Token {
    const token = this.tokens[index];
    if (token === undefined) throw new Error('Expected the parser to stop at the end');
    return token;
  }

  protected next(): Token {
    const { token } = this;
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  protected take(symbol: string): boolean {
    if (this.token.kind !== 'symbol' || this.token.text !== symbol) return false;
    this.index += 1;
    return true;
  }

  protected takeName(name: string): boolean {
    if (this.token.kind !== 'name' || this.token.text !== name) return false;
    this.index += 1;
    return true;
  }

  /** Zeebe's grammar wants no space behind it: `x inside` is `x in side`. */
  protected takeIn(): boolean {
    const { kind, text, from, to } = this.token;
    if (kind === 'name' && /^in\D/.test(text) && text !== 'instance') {
      const rest: Token = { kind, text: text.slice(2), from: from + 2, to };
      this.tokens.splice(this.index, 1, { kind, text: 'in', from, to: from + 2 }, rest);
    }
    return this.takeName('in');
  }

  protected takeWords(words: string): boolean {
    const start = this.index;
    const { from } = this.token;
    const isTaken = words.split(' ').every((word) => this.takeName(word));
    if (isTaken && this.source.slice(from, this.at(this.index - 1).to) === words) return true;
    this.index = start;
    return false;
  }

  protected isName(): boolean {
    return this.token.kind === 'escaped' || (this.token.kind === 'name' && !RESERVED.has(this.token.text));
  }

  protected name(): string {
    return this.isName() ? this.next().text : this.fail('a name');
  }

  protected expect(symbol: string): void {
    if (!this.take(symbol)) this.fail(`"${symbol}"`);
  }

  protected expectName(name: string): void {
    if (!this.takeName(name)) this.fail(`"${name}"`);
  }

  /** Comma-separated items, up to and with the closing bracket when there is one. */
  protected separated<T>(item: () => T, closing?: string): T[] {
    if (closing !== undefined && this.take(closing)) return [];
    const items = [item()];
    while (this.take(',')) items.push(item());
    if (closing !== undefined) this.expect(closing);
    return items;
  }

  protected fail(expected: string): never {
    throw new FeelSyntaxError(expected, this.token.from);
  }
}

/** A word of the language that is no name. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}
