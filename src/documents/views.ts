/** A document as others see it, with and without what is in it. */

export interface DocumentView {
  readonly id: string;
  readonly processInstanceKey: string;
  /** `pv-installation`, `archive`… */
  readonly kind: string;
  readonly name: string;
  readonly contentType: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Id of its first version, its own where there is one. */
  readonly firstVersion: string;
  readonly version: number;
  /** A `Retention`. */
  readonly retention: string;
}

export interface DocumentFile extends DocumentView {
  readonly content: Buffer;
}

export interface NewDocument {
  readonly processInstanceKey: string;
  readonly kind: string;
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
  readonly createdBy: string;
}
