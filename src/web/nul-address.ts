/** An address with U+0000 in it names nothing: the database's texts cannot hold it. */
import type { RequestHandler } from 'express';
import { DomainError } from './errors';

export const refuseNulAddress: RequestHandler = (request, _response, next) => {
  next(
    request.originalUrl.includes('%00')
      ? new DomainError(
          'BAD_REQUEST',
          'L’adresse contient un caractère nul (%00), que rien ne porte. Corrigez-la.',
        )
      : undefined,
  );
};
