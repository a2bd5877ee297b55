/** `/connexion` and `/deconnexion`. */
import { Router, type Request, type Response } from 'express';
import type { MessageKey } from '../../text/catalogue';
import { DomainError } from '../errors';
import { currentUser, safeNextPath, signIn, signOut } from '../session';
import { text } from './kit/http';
import type { PageKit } from './kit/renderer';

export function signInPages(kit: PageKit): Router {
  const router = Router();

  async function form(req: Request, res: Response, entry: { next: string; name?: string; problem?: string }) {
    await kit.send(req, res, 'sign-in', {
      title: kit.reader(req).t('signIn.title'),
      demo: kit.services.identity.demo,
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
    await signOut(kit.services, req, res);
    res.redirect(303, '/connexion?info=signedOut');
  });

  return router;
}
