/** `/guide` and `/guide.pdf`: the guide of procedures, made from what is deployed. */
import { Router } from 'express';
import type { PageKit } from './kit/renderer';

export function guidePages(kit: PageKit): Router {
  const router = Router();
  const { guide } = kit.services;

  router.get('/guide', async (_req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    // Its styles are inside it, so that the page can be kept as a file.
    res.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    res.type('html').send(await guide.html());
  });

  router.get('/guide.pdf', async (_req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    res.attachment('guide-de-procedures.pdf').send(await guide.pdf());
  });

  return router;
}
