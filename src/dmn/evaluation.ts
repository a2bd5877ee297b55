/** What evaluating a decision tells: Zeebe's evaluated-decision detail. Values are JSON. */

export const DecisionType = {
  DECISION_TABLE: 'DECISION_TABLE',
  LITERAL_EXPRESSION: 'LITERAL_EXPRESSION',
  CONTEXT: 'CONTEXT',
  LIST: 'LIST',
  RELATION: 'RELATION',
  INVOCATION: 'INVOCATION',
  UNKNOWN: 'UNKNOWN',
} as const;
export type DecisionType = (typeof DecisionType)[keyof typeof DecisionType];

export interface EvaluatedInput {
  readonly inputId: string;
  readonly inputName: string;
  readonly value: unknown;
}

export interface EvaluatedOutput {
  readonly outputId: string;
  readonly outputName: string;
  readonly value: unknown;
}

export interface MatchedRule {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly outputs: readonly EvaluatedOutput[];
}

/** A decision, or a business knowledge model that was called. */
export interface EvaluatedDecision {
  readonly id: string;
  readonly name: string;
  readonly type: DecisionType;
  readonly output: unknown;
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly MatchedRule[];
}

export type DecisionOutcome = { readonly evaluated: readonly EvaluatedDecision[] } & (
  | { readonly ok: true; readonly output: unknown }
  /** `failedId` is the decision evaluated last, else the one that was asked for. */
  | { readonly ok: false; readonly failure: string; readonly failedId: string }
);
