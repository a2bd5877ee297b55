/** What a check found. */
export const Severity = { ERROR: 'ERROR', WARNING: 'WARNING', INFO: 'INFO' } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

export interface Problem {
  /** Name of the rule, e.g. `gateway-question`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  /** Element of the diagram to jump to; null: the whole file. */
  readonly elementId: string | null;
  /** French sentence: what is wrong. */
  readonly text: string;
  /** French sentence: why it matters or what to do. */
  readonly why: string;
}
