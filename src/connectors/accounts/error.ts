/** What kept a directory or mail system from being changed, in words for people. */

export interface AccountErrorOptions extends ErrorOptions {
  /** It may pass by itself. */
  readonly retryable: boolean;
  /** Pause that the outside system asked for. */
  readonly retryAfterMillis?: number;
}

/** `message` is French, for people. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly retryable: boolean;
  readonly retryAfterMillis: number | undefined;
  constructor(message: string, { retryable, retryAfterMillis, ...options }: AccountErrorOptions) {
    super(message, options);
    this.retryable = retryable;
    this.retryAfterMillis = retryAfterMillis;
  }
}

/** Trying again cannot help. */
export const refused = (message: string, cause?: unknown): AccountError =>
  new AccountError(message, { retryable: false, cause });

/** It may pass. */
export const passing = (message: string, cause?: unknown): AccountError =>
  new AccountError(message, { retryable: true, cause });

/** What an error said, short enough to be quoted in a sentence. */
export const quoted = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/gu, ' ').trim().slice(0, 300);
