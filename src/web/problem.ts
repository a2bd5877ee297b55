/** Errors → RFC 9457 problem documents. */
import type { ErrorRequestHandler, Response } from 'express';
import { MulterError } from 'multer';
import type { Logger } from '../kit/logger';
import type { z } from 'zod';
import { InvalidCursorError } from '../readmodel/cursor';
import { databaseFailure } from '../app/database-failure';
import { engineUnavailable, toDomainError } from '../app/engine-failure';
import { EngineUnavailableError } from '../zeebe/errors';
import { megabytes } from '../procedures/deployment-size';
import { DomainError } from './errors';
import type { problem } from './api/schemas';

export type Problem = z.output<typeof problem>;

export function toProblem(error: DomainError, instance: string): Problem {
  return {
    type: `urn:logigramme:erreur:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    instance,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}

/** The errors of Express' body parsers carry a `type`. */
function bodyParserError(error: unknown): DomainError | null {
  if (!(error instanceof Error) || !('type' in error)) return null;
  switch (error.type) {
    case 'entity.parse.failed':
      return new DomainError(
        'MALFORMED_JSON',
        'Le corps de la requête n’est pas du JSON valide (texte en UTF-8, sans caractère nul). Corrigez-le et renvoyez-le.',
      );
    case 'entity.too.large':
      return new DomainError(
        'TOO_LARGE',
        `Le corps de la requête prend ${'limit' in error ? megabytes(Number(error.limit)) : 'moins'} au plus. ` +
          'Envoyez-le en plusieurs fois.',
      );
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Envoyez du JSON en UTF-8.');
    case 'request.aborted':
    case 'request.size.invalid':
      return new DomainError('BAD_REQUEST', 'La requête n’est pas arrivée entière. Renvoyez-la.');
    default:
      return null;
  }
}

function uploadError(error: unknown): DomainError | null {
  if (!(error instanceof MulterError)) return null;
  return error.code === 'LIMIT_FILE_SIZE'
    ? new DomainError('TOO_LARGE', 'Un fichier dépasse la taille permise.')
    : new DomainError('BAD_REQUEST', `L’envoi de fichiers n’est pas accepté : ${error.code}.`);
}

/** Any error as an expected one; what nobody expected becomes INTERNAL and keeps its cause for the log. */
export function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof EngineUnavailableError) return engineUnavailable(error);
  const known = toDomainError(
    error,
    () => new DomainError('NOT_FOUND', 'Le moteur de processus ne connaît pas (ou plus) cet objet.'),
  );
  if (known instanceof DomainError) return known;
  if (error instanceof InvalidCursorError) {
    return new DomainError(
      'BAD_REQUEST',
      'Le paramètre « cursor » ne vient pas d’une page précédente de cette liste. Demandez la première page.',
    );
  }
  if (error instanceof URIError) return new DomainError('BAD_REQUEST', 'L’adresse est mal encodée.');
  return (
    bodyParserError(error) ??
    uploadError(error) ??
    databaseFailure(error) ??
    new DomainError(
      'INTERNAL',
      'Une erreur interne est survenue. Réessayez ; si elle persiste, prévenez l’exploitant.',
      {
        cause: error,
      },
    )
  );
}

export function logUnexpected(logger: Pick<Logger, 'error'>, error: DomainError, path: string): void {
  if (error.code === 'INTERNAL')
    logger.error({ err: error.cause, path }, 'unexpected error in the web layer');
}

export function setRetryAfter(response: Response, error: DomainError): void {
  if (error.retryAfter !== undefined) response.set('Retry-After', String(Math.ceil(error.retryAfter)));
}

export function problemHandler(logger: Pick<Logger, 'error'>): ErrorRequestHandler {
  return (caught: unknown, request, response, next) => {
    const error = asDomainError(caught);
    const path = request.originalUrl.split('?')[0] ?? '/';
    logUnexpected(logger, error, path);
    if (response.headersSent) {
      next(caught);
      return;
    }
    setRetryAfter(response, error);
    response
      .status(error.status)
      .type('application/problem+json')
      .send(JSON.stringify(toProblem(error, path)));
  };
}
