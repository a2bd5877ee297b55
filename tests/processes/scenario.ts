/** A case of a procedure as data: what people and the world do, and what must come of it, on any engine. */

export type Variables = Readonly<Record<string, unknown>>;

export type Step =
  /** An agent of the group `by` (its account has the same name) fills in the form of the open task. */
  | { readonly task: string; readonly by: string; readonly data: Variables }
  /** The requester withdraws the request, which waits at `at`. */
  | { readonly withdrawAt: string }
  /** Material enters the stock while the case waits at `at`; the stock itself tells the waiting cases. */
  | { readonly waitingAt: string; readonly stockEntry: StockChange }
  /** An outside system tells the case something while it waits at `waitingAt`. */
  | { readonly waitingAt: string; readonly message: ToldMessage }
  /** The clock goes on to when the timer event `timerDue`, which waits now, comes due. */
  | { readonly timerDue: string }
  /** Someone else takes material after the case reached the service task, before its job is done. */
  | { readonly beforeJobOf: string; readonly stockExit: StockChange };

export interface ToldMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
}

export interface StockChange {
  readonly article: string;
  readonly quantity: number;
}

export interface ExpectedMail {
  readonly to: string;
  readonly template: string;
  /** What its text says of this case. */
  readonly says: readonly string[];
}

export interface ExpectedDocument {
  readonly template: string;
  readonly says: readonly string[];
}

export interface Expectation {
  /** Ids of the flow nodes in the order in which they were activated, boundary events included. */
  readonly path: readonly string[];
  readonly mails: readonly ExpectedMail[];
  readonly documents: readonly ExpectedDocument[];
  /** Some of the case's variables at its end. */
  readonly variables: Variables;
  readonly archived: boolean;
  /** Available quantities at the end. */
  readonly stock: readonly StockChange[];
}

export interface Scenario {
  readonly name: string;
  /** Available quantities at the start, of articles that nothing else touches. */
  readonly stock: readonly StockChange[];
  /** What the start form is filled in with, or what a start without a form sets. */
  readonly start: Variables;
  /** Started by its timer, not by a person. */
  readonly startedByTimer?: boolean;
  /** Started by a message of this name, with these variables, not by a person. */
  readonly startedByMessage?: { readonly name: string; readonly variables: Variables };
  readonly steps: readonly Step[];
  readonly expected: Expectation;
}
