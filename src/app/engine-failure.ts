/** What the engine's refusals mean to a person. */
import { DomainError } from '../errors/catalogue';
import { EngineNotFoundError, EngineRejectedError, EngineUnavailableError } from '../zeebe/errors';

const RETRY_AFTER_SECONDS = 5;

export function engineUnavailable(cause: unknown): DomainError {
  return new DomainError(
    'ENGINE_UNAVAILABLE',
    'Le moteur de processus ne répond pas. Rien n’est perdu : réessayez dans quelques secondes.',
    { retryAfter: RETRY_AFTER_SECONDS, cause },
  );
}

/** True when the command may have been carried out although the engine gave no answer. */
export function outcomeUnknown(error: unknown): boolean {
  if (error instanceof EngineUnavailableError) return error.outcomeUnknown;
  return !(error instanceof EngineNotFoundError || error instanceof EngineRejectedError);
}

/** An engine error as a `DomainError`; other errors, and EngineNotFoundError, stay as they are. */
export function engineFailure(error: unknown): unknown {
  if (error instanceof EngineUnavailableError) return engineUnavailable(error);
  if (error instanceof EngineRejectedError) {
    return new DomainError('CONFLICT', `Le moteur de processus a refusé : ${error.reason}`, { cause: error });
  }
  return error;
}

/** The same, where a thing may be missing: `notFound` makes the error for it. */
export function toDomainError(error: unknown, notFound: () => DomainError): unknown {
  return error instanceof EngineNotFoundError ? notFound() : engineFailure(error);
}
