/** What is noted of an action. */
export const AuditOutcome = { DONE: 'DONE', REFUSED: 'REFUSED', FAILED: 'FAILED' } as const;
export type AuditOutcome = (typeof AuditOutcome)[keyof typeof AuditOutcome];

export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface NewAuditEntry {
  /** Name of the account; of a failed sign-in, the name that was typed. */
  readonly actor: string;
  /** `<thing>.<verb>`, e.g. `task.claim`. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** What was acted on: a key, an account's name, a procedure's id. */
  readonly subject?: string | null;
  readonly processInstanceKey?: string | null;
  /** Never a secret, never what a form was filled in with. */
  readonly details?: AuditDetails;
}

export interface AuditEntry extends Required<NewAuditEntry> {
  /** From 1, without holes. */
  readonly position: string;
  /** ISO 8601. */
  readonly at: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly processInstanceKey?: string;
  /** Entries before this position. */
  readonly before?: string;
  readonly limit?: number;
}

/** What a walk along the whole chain found. */
export type AuditVerdict =
  | { readonly ok: true; readonly entries: string; readonly hash: string }
  | { readonly ok: false; readonly position: string; readonly reason: AuditFault };

/** CHANGED: an entry is not what was hashed; MISSING: a position is absent; END: the last entries are gone. */
export type AuditFault = 'CHANGED' | 'MISSING' | 'END';
