/** `/mots-de-passe`: default passwords, each shown once to whom it concerns; for administrators, who saw which. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { hasRole, Role } from '../../identity/account';
import type { PasswordView } from '../../passwords/passwords';
import { DomainError } from '../errors';
import { parameter, signedIn } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit } from './kit/renderer';

export function passwordPages(kit: PageKit): Router {
  const router = Router();
  const { passwords } = kit.services;

  async function send(req: Request, res: Response, shown: { view: PasswordView; password: string } | null) {
    const reader = kit.reader(req);
    const viewer = signedIn(req);
    const nameOf = await displayNames(kit.services);
    const [{ waiting, expired, seen }, audit] = await Promise.all([
      passwords.of(viewer),
      hasRole(viewer, Role.ADMIN) ? passwords.audit() : null,
    ]);
    const described = (view: PasswordView) => ({
      ...view,
      expiresAt: view.expiresAt.toISOString(),
      shownAt: view.shownAt?.toISOString() ?? null,
      stateLabel: reader.t(`passwords.state.${view.state}`),
      shownTo: nameOf(view.shownTo) ?? reader.t('common.none'),
    });
    res.setHeader('Cache-Control', 'no-store');
    await kit.send(req, res, 'passwords', {
      title: reader.t('passwords.title'),
      shown,
      waiting: waiting.map(described),
      expired: expired.map(described),
      seen: seen.map(described),
      audit: audit?.map(described) ?? null,
    });
  }

  router.get('/mots-de-passe', async (req, res) => {
    await send(req, res, null);
  });

  function idIn(req: Request): string {
    const id = z.uuid().safeParse(parameter(req, 'id'));
    if (!id.success) throw new DomainError('NOT_FOUND', kit.reader(req).t('passwords.unknown'));
    return id.data;
  }

  /** The only answer that ever holds it: it is erased before the answer leaves. */
  router.post('/mots-de-passe/:id/afficher', async (req, res) => {
    await send(req, res, await passwords.show(idIn(req), signedIn(req)));
  });

  router.post('/mots-de-passe/:id/renouveler', async (req, res) => {
    await send(req, res, await passwords.renew(idIn(req), signedIn(req)));
  });

  return router;
}
