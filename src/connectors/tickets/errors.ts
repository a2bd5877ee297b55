/** What keeps a ticket from being made, read or closed. `message` is French, for people. */
export class TicketError extends Error {
  override readonly name = 'TicketError';
  constructor(
    message: string,
    readonly retryable: boolean,
    /** Pause that the server asked for. */
    readonly retryAfterMillis: number | undefined = undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A ticket that the server does not have (any more). */
export class TicketGoneError extends TicketError {}
