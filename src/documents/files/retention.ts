/** How long a document is wanted: what a purge goes by. */
export const Retention = {
  /** As long as its case. */
  CASE: 'case',
  /** It proves something: kept when the rest of the case is purged. */
  PROOF: 'proof',
  /** Of use until the case is closed. */
  TRANSIENT: 'transient',
} as const;
export type Retention = (typeof Retention)[keyof typeof Retention];

export const retentions = Object.values(Retention);
