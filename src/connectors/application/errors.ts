/** What people must decide about: nobody stops or starts an application again by itself. `message` is French. */
export class ApplicationError extends Error {
  override readonly name = 'ApplicationError';
  readonly retryable = false;
}
