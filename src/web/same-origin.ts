/** Keeps other sites from acting in a signed-in person's name. */
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from './errors';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * True when a browser says that another site made the request. Programs send neither header; every current browser
 * sends at least one of them with a POST.
 */
export function isCrossSite(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('origin');
  if (origin === undefined) return false;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  return host === null || host !== request.get('host');
}

export function refuseCrossSite(request: Request, _response: Response, next: NextFunction): void {
  if (SAFE_METHODS.includes(request.method) || !isCrossSite(request)) {
    next();
    return;
  }
  next(
    new DomainError(
      'CROSS_SITE',
      'Cette action vient d’un autre site et n’a pas été faite. Recommencez depuis Logigramme.',
    ),
  );
}
