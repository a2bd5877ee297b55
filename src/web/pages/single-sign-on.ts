/** `/connexion/sso`: to the identity provider and back. */
import { parseCookie } from 'cookie';
import { Router, type Request } from 'express';
import { pendingSignIn, type PendingSignIn } from '../../identity/single-sign-on';
import { DomainError } from '../errors';
import { openSession, safeNextPath } from '../session';
import type { PageKit } from './kit/renderer';

const COOKIE = 'logigramme_sso';
const PATH = '/connexion/sso';
const MINUTES = 10;

/** Where people find the pages. */
export function siteOf(req: Request, publicUrl: string | undefined): string {
  return publicUrl ?? `${req.protocol}://${req.get('host') ?? 'localhost'}`;
}

function pendingOf(req: Request): PendingSignIn | null {
  try {
    const text = Buffer.from(parseCookie(req.headers.cookie ?? '')[COOKIE] ?? '', 'base64url').toString(
      'utf8',
    );
    return pendingSignIn.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function singleSignOnPages(kit: PageKit): Router {
  const router = Router();
  const { singleSignOn, environment, externalAccounts } = kit.services;
  if (singleSignOn === null) return router;
  const options = (req: Request) =>
    ({ httpOnly: true, sameSite: 'lax', secure: req.secure, path: PATH }) as const;
  const back = (req: Request): string => `${siteOf(req, environment.PUBLIC_URL)}${PATH}/retour`;

  router.get(PATH, async (req, res) => {
    const { url, pending } = await singleSignOn.begin(back(req), safeNextPath(req.query.suite));
    const value = Buffer.from(JSON.stringify(pending)).toString('base64url');
    res.cookie(COOKIE, value, { ...options(req), maxAge: MINUTES * 60_000 });
    res.redirect(303, url);
  });

  router.get(`${PATH}/retour`, async (req, res) => {
    const pending = pendingOf(req);
    res.clearCookie(COOKIE, options(req));
    if (pending === null) {
      throw new DomainError('WRONG_CREDENTIALS', kit.reader(req).t('signIn.ssoLost'));
    }
    const query = new URL(req.originalUrl, 'http://localhost').search;
    const { person, idToken } = await singleSignOn.finish(new URL(`${back(req)}${query}`), pending);
    const account = await externalAccounts.signedIn(person);
    await openSession(kit.services, req, res, account, idToken);
    res.redirect(303, safeNextPath(pending.next));
  });

  return router;
}
