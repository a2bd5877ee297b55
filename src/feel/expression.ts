/** What a model's attributes hold where FEEL may stand. */

/** `=x` is FEEL (`source` without the `=`); anything else is the literal text. */
export type Expression =
  { readonly kind: 'literal'; readonly source: string } | { readonly kind: 'feel'; readonly source: string };

export interface Mapping {
  readonly source: Expression;
  /** Dotted path of the variable to write, e.g. `commande.montant`. */
  readonly target: string;
}

export interface TimerDefinition {
  readonly kind: 'date' | 'duration' | 'cycle';
  readonly expression: Expression;
}
