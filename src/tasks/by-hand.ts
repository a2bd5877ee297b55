/** Service tasks that people do while no connector does: the form comes from the worker's contract. */
import type { FormSchema } from '../forms/schema';

export interface ByHandContract {
  readonly jobType: string;
  /** form-js: the outcome, an explanation, then the contract's outputs. */
  readonly form: FormSchema;
  /** Codes of BPMN errors that the outcome may be. */
  readonly errors: readonly string[];
}

/** Variables of the form that say how the step ended; they do not become variables of the case. */
export const ByHandField = { OUTCOME: 'resultatEtape', EXPLANATION: 'explicationEtape' } as const;
/** The outcome of a step that was done; any other is the code of a BPMN error. */
export const DONE = 'FAIT';

type Values = Readonly<Record<string, unknown>>;

export type ByHandOutcome =
  | { readonly kind: 'complete'; readonly variables: Values }
  | { readonly kind: 'error'; readonly errorCode: string; readonly errorMessage: string };

/** `values`: as the form's validation let them through. */
export function outcomeOf(contract: ByHandContract, values: Values): ByHandOutcome {
  const { [ByHandField.OUTCOME]: outcome, [ByHandField.EXPLANATION]: explanation, ...variables } = values;
  if (typeof outcome !== 'string' || !contract.errors.includes(outcome))
    return { kind: 'complete', variables };
  return {
    kind: 'error',
    errorCode: outcome,
    errorMessage: typeof explanation === 'string' ? explanation : '',
  };
}
