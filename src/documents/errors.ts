/** A document that cannot be made, and that trying again cannot help. `message` is French, for people. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly retryable = false;
}
