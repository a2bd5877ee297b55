/** A stock request that trying again cannot help. `message` is French, for people. */
export class StockError extends Error {
  override readonly name = 'StockError';
  readonly retryable = false;
}
