/** Why a call gave nothing that a procedure can use, in words for people. */
import { networkReason } from '../network';

export class HttpCallError extends Error {
  override readonly name = 'HttpCallError';
  /** `message` is French; `retryable`: it may pass by itself; `retryAfterMillis`: when the host said so. */
  constructor(
    message: string,
    readonly retryable: boolean,
    readonly retryAfterMillis?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function explainFailure(host: string, error: unknown): HttpCallError {
  if (error instanceof HttpCallError) return error;
  return new HttpCallError(
    `Le service « ${host} » n’a pas pu être appelé : ${networkReason(error)}. ` +
      'Si cela dure, testez le connecteur (page « Connecteurs »), puis relancez l’étape.',
    true,
    undefined,
    { cause: error },
  );
}
