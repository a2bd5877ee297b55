const MAX_LENGTH = 10_000;

/** Long error messages are cut, as Zeebe cuts them. */
export function limitMessage(message: string): string {
  return message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH)}...` : message;
}
