/** `/connexion` and `/deconnexion`. */
import { Router, type Request, type Response } from 'express';
import type { MessageKey } from '../../text/catalogue';
import { DomainError } from '../errors';
import { currentUser, safeNextPath, signIn, signOut } from '../session';
import { href, text } from './kit/http';
import type { PageKit } from './kit/renderer';
import { siteOf } from './single-sign-on';

const SIGNED_OUT = '/connexion?info=signedOut';

export function signInPages(kit: PageKit): Router {
  const router = Router();
  const { singleSignOn, environment, logger } = kit.services;

  /** Signed out here in any case: a provider that does not answer keeps nobody signed in. */
  async function endAtProvider(req: Request, idToken: string | null): Promise<string | null> {
    if (singleSignOn === null || idToken === null) return null;
    try {
      return await singleSignOn.endUrl(idToken, `${siteOf(req, environment.PUBLIC_URL)}${SIGNED_OUT}`);
    } catch (error) {
      logger.warn({ err: error }, 'the session could not be ended at the identity provider');
      return null;
    }
  }

  async function form(req: Request, res: Response, entry: { next: string; name?: string; problem?: string }) {
    await kit.send(req, res, 'sign-in', {
      title: kit.reader(req).t('signIn.title'),
      demo: kit.services.identity.demo,
      ssoHref: singleSignOn === null ? null : href('/connexion/sso', { suite: entry.next }),
      ...entry,
    });
  }

  router.get('/connexion', async (req, res) => {
    const next = safeNextPath(req.query.suite);
    if (currentUser(req) !== null) {
      res.redirect(303, next);
      return;
    }
    await form(req, res, { next });
  });

  router.post('/connexion', async (req, res) => {
    const name = text(req.body, 'identifiant');
    // A password is taken as typed: spaces count.
    const typed: unknown = (req.body as Record<string, unknown> | undefined)?.motDePasse;
    const password = typeof typed === 'string' ? typed : '';
    const next = safeNextPath(text(req.body, 'suite'));
    const refuse = async (status: number, key: MessageKey, parameters = {}) => {
      res.status(status);
      await form(req, res, { next, name, problem: kit.reader(req).t(key, parameters) });
    };
    if (name === '' || password === '') {
      await refuse(400, 'signIn.missing');
      return;
    }
    try {
      const account = await signIn(kit.services, req, res, { name, password });
      if (account === null) await refuse(401, 'signIn.wrong');
      else res.redirect(303, next);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'TOO_MANY_ATTEMPTS') {
        const seconds = error.retryAfter ?? 60;
        res.setHeader('Retry-After', String(seconds));
        await refuse(429, 'signIn.tooMany', { seconds });
      } else if (error.code === 'WRONG_CREDENTIALS') await refuse(401, 'signIn.wrong');
      else throw error;
    }
  });

  router.post('/deconnexion', async (req, res) => {
    const idToken = await signOut(kit.services, req, res);
    res.redirect(303, (await endAtProvider(req, idToken)) ?? SIGNED_OUT);
  });

  return router;
}
