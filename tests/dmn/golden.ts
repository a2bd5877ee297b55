/** What an engine made of a decision case: a line of `zeebe-8.6.0.jsonl`. Values are JSON texts. */

export interface GoldenEvaluation {
  readonly output?: string;
  readonly failure?: string;
  readonly failedDecision?: string;
  /** Refused: the file has no such decision. */
  readonly rejection?: string;
  readonly evaluated?: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly output: string;
    /** Id, name, value. */
    readonly inputs: readonly (readonly string[])[];
    /** Id, index, outputs. */
    readonly rules: readonly (readonly [string, number, readonly (readonly string[])[]])[];
  }[];
}

export interface Golden {
  readonly name: string;
  /** Why the file is refused. */
  readonly refusal?: string;
  /** Ids and names, in order. */
  readonly decisions?: readonly (readonly string[])[];
  readonly evaluations?: readonly GoldenEvaluation[];
}
