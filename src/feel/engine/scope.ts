/** Names in reach of an expression. Variables and functions are apart: `count` may be both. */
import { FeelFunction, type Value } from './value';

/** Variables that name the input of unary tests, as Zeebe's FEEL has them. */
const INPUT = 'cellInput';
const INPUT_NAME = 'inputVariableName';

/** What an evaluation shares: warnings so far, and how much it may still do. */
export class Evaluation {
  readonly warnings: string[] = [];
  private steps = 0;
  /** Why nothing more may be evaluated. */
  exhausted: string | undefined;

  constructor(
    readonly maximum: number,
    /** Milliseconds since the epoch. */
    readonly now: number,
  ) {}

  warn(type: string, message: string): void {
    if (this.warnings.length < 1000) this.warnings.push(`[${type}] ${message}`);
  }

  /** As `spend`, for what is not part of an expression: the next expression fails when it was too much. */
  charge(steps: number): void {
    this.steps += steps;
  }

  /** @throws BudgetError when the evaluation has done too much */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > this.maximum)
      throw new BudgetError(`Expected at most ${this.maximum} steps, but it takes more`);
  }
}

export class BudgetError extends Error {}
/** Raised by `assert`: the evaluation as a whole fails. */
export class AssertionError extends Error {}

type Lookup = (name: string) => Value | undefined;
type FunctionLookup = (name: string) => readonly FeelFunction[];

export class Scope {
  private constructor(
    readonly evaluation: Evaluation,
    private readonly lookup: Lookup,
    private readonly lookupFunctions: FunctionLookup,
    /** What `?` stands for; undefined outside of unary tests. */
    readonly symbol: Value | undefined,
  ) {}

  static root(evaluation: Evaluation, lookup: Lookup, functions: FunctionLookup): Scope {
    return new Scope(evaluation, lookup, functions, undefined);
  }

  variable(name: string): Value | undefined {
    return this.lookup(name);
  }

  functions(name: string): readonly FeelFunction[] {
    return this.lookupFunctions(name);
  }

  /** A function among the entries is called by its name and cannot be read as a variable. */
  with(entries: ReadonlyMap<string, Value>): Scope {
    return this.extend(
      (name) => {
        const value = entries.get(name);
        return value instanceof FeelFunction ? undefined : value;
      },
      (name) => {
        const value = entries.get(name);
        return value instanceof FeelFunction ? [value] : [];
      },
    );
  }

  /** Parameters of a function: variables only. */
  withVariables(entries: ReadonlyMap<string, Value>): Scope {
    return this.extend(
      (name) => entries.get(name),
      () => [],
    );
  }

  withLookup(lookup: Lookup): Scope {
    return this.extend(lookup, () => []);
  }

  /** What unary tests test; undefined outside of them. */
  get input(): Value | undefined {
    return this.lookup(this.inputName);
  }

  withInput(input: Value): Scope {
    return this.withVariables(new Map([[this.inputName, input]]));
  }

  withSymbol(symbol: Value): Scope {
    return new Scope(this.evaluation, this.lookup, this.lookupFunctions, symbol);
  }

  private get inputName(): string {
    const name = this.lookup(INPUT_NAME);
    return typeof name === 'string' ? name : INPUT;
  }

  private extend(lookup: Lookup, functions: FunctionLookup): Scope {
    return new Scope(
      this.evaluation,
      (name) => {
        const value = lookup(name);
        return value === undefined ? this.lookup(name) : value;
      },
      (name) => {
        const found = functions(name);
        return found.length > 0 ? found : this.lookupFunctions(name);
      },
      this.symbol,
    );
  }
}
