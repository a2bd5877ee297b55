/**
 * Signed-in people: cookie sessions for pages. The pages' own routes `GET/POST /connexion` and `POST /deconnexion`
 * use `signIn` and `signOut`; `createApp` mounts the rest before them.
 */
import { parseCookie } from 'cookie';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { askedBy, askedFrom } from '../audit/asking';
import type { Account } from '../identity/account';
import type { WebServices } from './services';

export const SESSION_COOKIE = 'logigramme_session';

const accounts = new WeakMap<Request, Account>();

/** The signed-in account, or null. */
export function currentUser(request: Request): Account | null {
  return accounts.get(request) ?? null;
}

export function setCurrentUser(request: Request, account: Account): void {
  accounts.set(request, account);
  askedBy(account.name);
}

const sessionToken = (request: Request): string | null =>
  parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE] || null;

function setCookie(request: Request, response: Response, value: string): void {
  const options = { httpOnly: true, sameSite: 'lax', secure: request.secure, path: '/' } as const;
  // The session's own expiry slides on the server; the cookie lives as long as the browser.
  if (value === '') response.clearCookie(SESSION_COOKIE, options);
  else response.cookie(SESSION_COOKIE, value, options);
}

/** Reads the session of every request. */
export function sessions(services: Pick<WebServices, 'identity'>): RequestHandler {
  async function signedIn(request: Request): Promise<void> {
    const token = sessionToken(request);
    const account = token === null ? null : await services.identity.sessionAccount(token);
    if (account) setCurrentUser(request, account);
  }
  return (request, _response, next) => {
    askedFrom(request.ip ?? 'unknown', () => {
      signedIn(request).then(() => next(), next);
    });
  };
}

/** Page guard: sends the unknown to `/connexion?suite=<path>`; after it `currentUser` is never null. */
export function requireUser(request: Request, response: Response, next: NextFunction): void {
  if (currentUser(request)) {
    next();
    return;
  }
  const wanted = request.method === 'GET' ? request.originalUrl : '/';
  response.redirect(303, `/connexion?suite=${encodeURIComponent(safeNextPath(wanted))}`);
}

/**
 * Checks the password and sets the cookie; null when wrong. Throws `DomainError` TOO_MANY_ATTEMPTS after too many
 * failures.
 */
export async function signIn(
  services: Pick<WebServices, 'identity'>,
  request: Request,
  response: Response,
  credentials: { readonly name: string; readonly password: string },
): Promise<Account | null> {
  const caller = request.ip ?? 'unknown';
  const account = await services.identity.authenticate(credentials.name.trim(), credentials.password, caller);
  if (account) await openSession(services, request, response, account, null);
  return account;
}

/** A new session at each sign-in. `idToken`: of the identity provider that let the account in. */
export async function openSession(
  services: Pick<WebServices, 'identity'>,
  request: Request,
  response: Response,
  account: Account,
  idToken: string | null,
): Promise<void> {
  const before = sessionToken(request);
  if (before !== null) await services.identity.closeSession(before);
  const session = await services.identity.openSession(account.name, idToken);
  setCookie(request, response, session.token);
  setCurrentUser(request, account);
}

/** The ID token that the session was opened with, or null. */
export async function signOut(
  services: Pick<WebServices, 'identity'>,
  request: Request,
  response: Response,
): Promise<string | null> {
  const token = sessionToken(request);
  const idToken = token === null ? null : await services.identity.closeSession(token);
  setCookie(request, response, '');
  accounts.delete(request);
  return idToken;
}

/** A path of this site to go to after signing in; anything else becomes `/`. */
export function safeNextPath(candidate: unknown): string {
  // Browsers drop tabs and newlines from addresses and read a backslash as a slash.
  return typeof candidate === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(candidate) ? candidate : '/';
}
