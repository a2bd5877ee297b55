/**
 * A decision requirements graph: what the engine needs of a DMN file, validated and frozen. Only data.
 * Source: DMN 1.3, chapters 6 (requirements), 8 (decision tables) and 7 and 10 (boxed expressions), as far as Zeebe 8.6
 * runs them.
 */

/** A source in FEEL; its kind is told by where it stands. */
export interface FeelText {
  readonly source: string;
}

export const HitPolicy = {
  UNIQUE: 'UNIQUE',
  FIRST: 'FIRST',
  PRIORITY: 'PRIORITY',
  ANY: 'ANY',
  COLLECT: 'COLLECT',
  RULE_ORDER: 'RULE ORDER',
  OUTPUT_ORDER: 'OUTPUT ORDER',
} as const;
export type HitPolicy = (typeof HitPolicy)[keyof typeof HitPolicy];

export const Aggregation = { SUM: 'SUM', COUNT: 'COUNT', MIN: 'MIN', MAX: 'MAX' } as const;
export type Aggregation = (typeof Aggregation)[keyof typeof Aggregation];

export interface TableInput {
  readonly id: string;
  /** The label, else the beginning of the expression. */
  readonly name: string;
  readonly expression: FeelText;
}

export interface TableOutput {
  readonly id: string;
  /** Null where the table has one output and it has no name. */
  readonly name: string | null;
  readonly label: string | null;
  /** Allowed values as written, which order PRIORITY and OUTPUT ORDER. */
  readonly values?: string;
  /** The output when no rule matches. */
  readonly fallback?: FeelText;
}

export interface TableRule {
  readonly id: string;
  /** From 1; equal rules without id share the first one's. */
  readonly index: number;
  /** Unary tests; null always holds. */
  readonly tests: readonly (FeelText | null)[];
  readonly outputs: readonly FeelText[];
}

export interface DecisionTable {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

export interface Parameter {
  readonly name: string;
  readonly type?: string;
}

export type Logic =
  | DecisionTable
  | { readonly kind: 'literal'; readonly expression: FeelText }
  /** A business knowledge model that says nothing. */
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'invocation';
      readonly called: Knowledge;
      readonly bindings: readonly (readonly [string, FeelText])[];
    }
  | {
      readonly kind: 'context';
      readonly entries: readonly (readonly [string, Logic])[];
      /** What the context comes to; itself when absent. */
      readonly result?: Logic;
    }
  | { readonly kind: 'list'; readonly items: readonly Logic[] }
  | { readonly kind: 'relation'; readonly rows: readonly (readonly (readonly [string, Logic])[])[] }
  | { readonly kind: 'function'; readonly parameters: readonly Parameter[]; readonly body: FeelText };

interface Container {
  readonly id: string;
  readonly name: string;
  readonly logic: Logic;
  readonly requiredKnowledge: readonly Knowledge[];
}

/** A business knowledge model. */
export interface Knowledge extends Container {
  readonly parameters: readonly Parameter[];
}

export interface Decision extends Container {
  /** The variable that decisions requiring this one see. */
  readonly resultName: string;
  readonly resultType?: string;
  readonly versionTag: string;
  /** Ids of decisions of the same graph. */
  readonly requiredDecisions: readonly string[];
}

export interface DecisionGraph {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** In the order in which Zeebe lists them. */
  readonly decisions: ReadonlyMap<string, Decision>;
}

export type DmnParseResult =
  | { readonly ok: true; readonly graph: DecisionGraph }
  /** Zeebe's text, a line for each finding. */
  | { readonly ok: false; readonly failure: string };
