/**
 * Expressions to syntax trees, by recursive descent. The grammar is FEEL (DMN 1.3, 10.3.1.2) in the dialect of Zeebe:
 * names have no spaces unless in backticks, functions of the library may have them.
 * Longer than other files because the rules of one grammar call each other: apart they would share all of its state.
 */
import type { Arguments, BoundNode, Comparator, Iterator, Node, Operator } from './ast';
import { Cursor, isReserved } from './cursor';
import { Decimal } from './decimal';
import { FeelSyntaxError } from './lexer';
import { parseDate, parseDateTime, parseDuration, parseTemporal, parseTime } from './temporal-parse';
import type { Value } from './value';

const CONSTANTS: ReadonlySet<string> = new Set(['null', 'true', 'false', 'function']);
const RESERVED_FUNCTIONS = ['date and time', 'years and months duration', 'get or else', 'and', 'or'];
const TYPES = ['years and months duration', 'days and time duration', 'date and time', 'function'];
const COMPARATORS: ReadonlySet<string> = new Set(['<=', '>=', '<', '>', '!=', '=']);
const CLAUSES: ReadonlySet<string> = new Set([
  'for',
  'some',
  'every',
  'if',
  'return',
  'satisfies',
  'in',
  'then',
  'else',
]);
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  s: ' ',
};
/** Calls within calls. */
const MAX_DEPTH = 400;

/** @throws FeelSyntaxError */
export function parse(source: string): Node {
  const parser = new Parser(source);
  const node = parser.expression();
  parser.expectEnd();
  return node;
}

/** What an input entry of a decision table says. @throws FeelSyntaxError */
export function parseUnaryTests(source: string): Node {
  const parser = new Parser(source);
  const node = parser.unaryTests();
  parser.expectEnd();
  return node;
}

class Parser extends Cursor {
  private depth = 0;
  private isRangeEnd = false;

  expression(): Node {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail('fewer nested expressions');
    try {
      return this.clause() ?? this.disjunction();
    } finally {
      this.depth -= 1;
    }
  }

  /** `if`, `for`, `some` and `every` may be names too: what does not parse as a clause is tried as one. */
  private clause(): Node | null {
    const { kind, text } = this.token;
    if (kind !== 'name' || !['if', 'for', 'some', 'every'].includes(text) || !this.startsClause())
      return null;
    this.index += 1;
    return text === 'if' ? this.conditional() : this.iteration(text as 'for' | 'some' | 'every');
  }

  private startsClause(): boolean {
    const next = this.tokens[this.index + 1];
    if (next === undefined || next.kind === 'end') return false;
    return next.kind !== 'symbol' || ['(', '[', '{', '-', '?', '@'].includes(next.text);
  }

  private conditional(): Node {
    const condition = this.expression();
    this.expectName('then');
    const then = this.expression();
    this.expectName('else');
    return { kind: 'if', condition, then, otherwise: this.expression() };
  }

  private iteration(kind: 'for' | 'some' | 'every'): Node {
    const iterators = this.separated(() => this.iterator());
    this.expectName(kind === 'for' ? 'return' : 'satisfies');
    return { kind, iterators, body: this.expression() };
  }

  private iterator(): Iterator {
    const name = this.name();
    this.expectName('in');
    const start = this.arithmetic();
    if (!this.take('..')) return { name, source: start };
    return { name, source: { kind: 'iteration', start, end: this.arithmetic() } };
  }

  private disjunction(): Node {
    const operands = [this.conjunction()];
    while (this.takeName('or')) operands.push(this.conjunction());
    return joined('or', operands);
  }

  private conjunction(): Node {
    const operands = [this.comparison()];
    while (this.takeName('and')) operands.push(this.comparison());
    return joined('and', operands);
  }

  private comparison(): Node {
    const test = this.simpleTest();
    if (test !== null) return test;
    const left = this.arithmetic();
    if (this.token.kind === 'symbol' && COMPARATORS.has(this.token.text)) {
      const operator = this.next().text;
      const right = this.arithmetic();
      if (operator === '!=')
        return { kind: 'not', operand: { kind: 'comparison', operator: '=', left, right } };
      return { kind: 'comparison', operator: operator as Comparator, left, right };
    }
    if (this.takeName('between')) return this.between(left);
    if (this.takeName('instance')) {
      this.expectName('of');
      return { kind: 'instance', operand: left, type: this.typeName() };
    }
    return this.takeIn() ? { kind: 'in', operand: left, test: this.tests() } : left;
  }

  private between(operand: Node): Node {
    const low = this.arithmetic();
    this.expectName('and');
    const high = this.arithmetic();
    return {
      kind: 'and',
      operands: [
        { kind: 'comparison', operator: '>=', left: operand, right: low },
        { kind: 'comparison', operator: '<=', left: operand, right: high },
      ],
    };
  }

  private typeName(): string {
    for (const type of TYPES) if (this.takeWords(type)) return type;
    const names = [this.name()];
    while (this.take('.')) names.push(this.name());
    return names.join('.');
  }

  // unary tests: what stands after `in`, or in an input entry

  unaryTests(): Node {
    if (this.token.text === '-' && this.at(this.index + 1).kind === 'end') {
      this.index += 1;
      return { kind: 'constant', value: true };
    }
    return this.negation() ?? this.positiveTests();
  }

  /** `not(…)` as a whole; what does not parse so may be a call within an expression. */
  private negation(): Node | null {
    const start = this.index;
    if (!this.takeName('not') || !this.take('(')) {
      this.index = start;
      return null;
    }
    try {
      const operand = this.positiveTests();
      this.expect(')');
      return { kind: 'not', operand };
    } catch (error) {
      if (!(error instanceof FeelSyntaxError)) throw error;
      this.index = start;
      return null;
    }
  }

  private positiveTests(): Node {
    return joined(
      'or',
      this.separated(() => this.test()),
    );
  }

  private tests(): Node {
    if (this.token.text !== '(' || this.isRange()) return this.test();
    this.expect('(');
    const operands = this.positiveTests();
    this.expect(')');
    return operands;
  }

  /** A boolean that ends the source is compared with; elsewhere it is a test that holds or not. */
  private test(): Node {
    const { kind, text } = this.token;
    if (kind === 'name' && (text === 'true' || text === 'false') && this.at(this.index + 1).kind === 'end') {
      this.index += 1;
      return { kind: 'equality test', operand: { kind: 'constant', value: text === 'true' } };
    }
    return this.simpleTest() ?? { kind: 'expression test', operand: this.expression() };
  }

  /** `< 5` or `[1..5]`. */
  private simpleTest(): Node | null {
    const { kind, text } = this.token;
    if (kind === 'symbol' && ['<=', '>=', '<', '>'].includes(text)) {
      this.index += 1;
      return { kind: 'test', operator: text as Comparator, operand: this.arithmetic() };
    }
    return this.isRange() ? { kind: 'range test', range: this.range() } : null;
  }

  /** Whether a bracket opens a range: two dots come before it closes, and no loop between. */
  private isRange(): boolean {
    const { kind, text } = this.token;
    if (kind !== 'symbol' || !['(', '[', ']'].includes(text)) return false;
    let depth = 0;
    for (let index = this.index + 1; index < this.tokens.length; index += 1) {
      const token = this.at(index);
      if (token.kind === 'name' && depth === 0 && CLAUSES.has(token.text)) return false;
      if (token.kind !== 'symbol') continue;
      if ('([{'.includes(token.text)) depth += 1;
      else if (')]}'.includes(token.text)) {
        if (depth === 0) return false;
        depth -= 1;
      } else if (depth === 0 && token.text === '..') return true;
      else if (depth === 0 && (token.text === ',' || token.text === ':')) return false;
    }
    return false;
  }

  private range(): Extract<Node, { kind: 'range' }> {
    const opening = this.next().text;
    const start: BoundNode = { value: this.arithmetic(), isClosed: opening === '[' };
    this.expect('..');
    const outer = this.isRangeEnd;
    this.isRangeEnd = true;
    const value = this.arithmetic();
    this.isRangeEnd = outer;
    const closing = this.next().text;
    if (![')', '[', ']'].includes(closing)) this.fail('the end of the range');
    return { kind: 'range', start, end: { value, isClosed: closing === ']' } };
  }

  // arithmetic

  private arithmetic(): Node {
    return this.binary(['+', '-'], () =>
      this.binary(['*', '/'], () => this.binary(['**'], () => this.signed())),
    );
  }

  private binary(operators: readonly Operator[], operand: () => Node): Node {
    let left = operand();
    while (this.token.kind === 'symbol' && operators.includes(this.token.text as Operator)) {
      const operator = this.next().text as Operator;
      left = { kind: 'arithmetic', operator, left, right: operand() };
    }
    return left;
  }

  private signed(): Node {
    return this.take('-') ? { kind: 'negation', operand: this.chain() } : this.chain();
  }

  /** At the end of a range `[` may close it, as in `[1..3[`, or begin a filter. */
  private closesRange(): boolean {
    if (this.token.text !== '[') return false;
    const next = this.at(this.index + 1);
    if (next.kind === 'symbol') return [')', ']', '}', ','].includes(next.text);
    return (
      next.kind === 'end' || (next.kind === 'name' && isReserved(next.text) && !CONSTANTS.has(next.text))
    );
  }

  /** A value with what follows it: `.key`, `[filter]`. */
  private chain(): Node {
    let target = this.primary();
    for (;;) {
      if (this.take('.')) target = { kind: 'path', target, key: this.property() };
      else if (!(this.isRangeEnd && this.closesRange()) && this.take('[')) {
        target = { kind: 'filter', target, filter: this.expression() };
        this.expect(']');
      } else return target;
    }
  }

  private property(): string {
    return this.takeWords('time offset') ? 'time offset' : this.name();
  }

  private primary(): Node {
    const { kind, text } = this.token;
    if (kind === 'number') return this.number();
    if (kind === 'string') return { kind: 'constant', value: unescape(this.next().text) };
    if (kind === 'symbol') return this.symbol(text);
    if (kind === 'end') this.fail('an expression');
    return this.temporal() ?? this.call() ?? this.literal() ?? this.reference();
  }

  private number(): Node {
    return { kind: 'constant', value: Decimal.parse(this.next().text) };
  }

  private symbol(text: string): Node {
    this.index += 1;
    if (text === '(') {
      const node = this.expression();
      this.expect(')');
      return node;
    }
    if (text === '[') return { kind: 'list', items: this.separated(() => this.expression(), ']') };
    if (text === '{') return { kind: 'context', entries: this.separated(() => this.entry(), '}') };
    if (text === '?') return { kind: 'input' };
    if (text === '@' && this.token.kind === 'string')
      return { kind: 'constant', value: parseTemporal(this.next().text) };
    // one minus is the operator, a second one belongs to the number
    if (text === '-' && this.token.kind === 'number') {
      return { kind: 'constant', value: Decimal.parse(`-${this.next().text}`) };
    }
    this.index -= 1;
    return this.fail('an expression');
  }

  private literal(): Node | null {
    const { text } = this.token;
    if (this.token.kind !== 'name') return null;
    if (text === 'function') return this.functionDefinition();
    const constants: Readonly<Record<string, Value>> = { null: null, true: true, false: false };
    if (!Object.hasOwn(constants, text)) return null;
    this.index += 1;
    return { kind: 'constant', value: constants[text] ?? null };
  }

  /** `date("2026-01-01")` and the like are constants; a wrong text is null. */
  private temporal(): Node | null {
    const parsers: Readonly<Record<string, (text: string) => Value>> = {
      duration: parseDuration,
      'date and time': parseDateTime,
      date: parseDate,
      time: parseTime,
    };
    for (const [name, parser] of Object.entries(parsers)) {
      const start = this.index;
      if (this.takeWords(name) && this.take('(') && this.token.kind === 'string') {
        const text = this.next().text;
        if (this.take(')')) return { kind: 'constant', value: parser(text) };
      }
      this.index = start;
    }
    return null;
  }

  private reference(): Node {
    const names = [this.name()];
    while (this.token.text === '.' && this.token.kind === 'symbol') {
      this.index += 1;
      names.push(this.property());
    }
    return { kind: 'ref', names };
  }

  private call(): Node | null {
    const start = this.index;
    const spaced = this.spacedName();
    if (spaced !== null) return { kind: 'call', path: [], name: spaced, args: this.args() };
    const names: string[] = [];
    while (this.isName()) {
      names.push(this.name());
      if (!this.take('.')) break;
    }
    const name = names.pop();
    if (name === undefined || !this.take('(')) {
      this.index = start;
      return null;
    }
    return { kind: 'call', path: names, name, args: this.args() };
  }

  /** A function name of several words, and the bracket after it. */
  private spacedName(): string | null {
    const start = this.index;
    for (const name of RESERVED_FUNCTIONS) {
      if (this.takeWords(name) && this.take('(')) return name;
      this.index = start;
    }
    const first = this.token;
    while (this.token.kind === 'name' && !isReserved(this.token.text) && this.isSpaced(start))
      this.index += 1;
    const last = this.tokens[this.index - 1];
    if (last !== undefined && this.index - start > 1 && this.take('('))
      return this.source.slice(first.from, last.to);
    this.index = start;
    return null;
  }

  private isSpaced(start: number): boolean {
    if (this.index === start) return true;
    return /^ +$/.test(this.source.slice(this.at(this.index - 1).to, this.token.from));
  }

  private args(): Arguments {
    if (this.isNamedArgument()) {
      const values = this.separated(() => [this.key(), this.argument()] as const, ')');
      return { kind: 'named', values };
    }
    return { kind: 'positional', values: this.separated(() => this.argument(), ')') };
  }

  private argument(): Node {
    return this.isRange() ? this.range() : this.expression();
  }

  private isNamedArgument(): boolean {
    let index = this.index;
    while (['name', 'escaped'].includes(this.tokens[index]?.kind ?? '')) index += 1;
    return index > this.index && this.tokens[index]?.text === ':' && this.tokens[index]?.kind === 'symbol';
  }

  private entry(): readonly [string, Node] {
    return [this.key(), this.expression()];
  }

  /** The key of a context entry or argument and its colon: a string, or any text without brackets and quotes. */
  private key(): string {
    const first = this.token;
    if (first.kind === 'string' || first.kind === 'escaped') {
      this.index += 1;
      this.expect(':');
      return first.text;
    }
    while (this.token.text !== ':' || this.token.kind !== 'symbol') {
      const { kind, text } = this.token;
      if (kind === 'end' || kind === 'string' || kind === 'escaped' || '{}[],'.includes(text))
        this.fail('a key and a colon');
      this.index += 1;
    }
    const last = this.tokens[this.index - 1] ?? first;
    if (last.to <= first.from) this.fail('a key');
    this.expect(':');
    return this.source.slice(first.from, last.to);
  }

  private functionDefinition(): Node {
    this.expectName('function');
    this.expect('(');
    const parameters = this.separated(() => this.parameter(), ')');
    if (this.token.text === 'external') this.fail('a function body; external functions are disabled');
    return { kind: 'function', parameters, body: this.expression() };
  }

  private parameter(): string {
    const names = [this.name()];
    while (this.isName()) names.push(this.name());
    return names.join(' ');
  }
}

function joined(kind: 'and' | 'or', operands: readonly Node[]): Node {
  const [only] = operands;
  return only !== undefined && operands.length === 1 ? only : { kind, operands };
}

/** Other escapes stay as they are written. */
function unescape(text: string): string {
  return text.replace(/\\([btnfr"'s])/g, (_whole, character: string) => ESCAPES[character] ?? '');
}
