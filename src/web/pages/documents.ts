/** `/documents/:id`, its preview, its signatures, and what people send: to a case, or for a form that they fill in. */
import { Router, type Response } from 'express';
import { z } from 'zod';
import { retentions } from '../../documents/files/retention';
import { receivedFiles, receiveFiles } from '../api/uploads';
import { hasPreview, openCase, readableDocument } from '../document-access';
import { DomainError } from '../errors';
import type { DocumentFile } from '../services';
import { checked } from '../validate';
import { answerIsland, parameter, signedIn } from './kit/http';
import type { PageKit } from './kit/renderer';

/** Empty: as if it were not there. */
const emptyAsNone = (value: unknown): unknown => (value === '' ? undefined : value);

const filing = z.object({
  retention: z.preprocess(emptyAsNone, z.enum(retentions).optional()),
  versionOf: z.preprocess(emptyAsNone, z.uuid().optional()),
  tache: z.preprocess(
    emptyAsNone,
    z
      .string()
      .regex(/^\d{1,20}$/u)
      .optional(),
  ),
});

const NOTHING_RUNS = "default-src 'none'; sandbox";
/** A sandbox would keep the browser's own PDF viewer away; a PDF reaches nothing of ours. */
const PDF_VIEWER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

function sendFile(res: Response, file: DocumentFile, policy: string): void {
  res.setHeader('Cache-Control', 'private, no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', policy);
  res.type(file.contentType).send(file.content);
}

export function documentPages(kit: PageKit): Router {
  const router = Router();
  const { services } = kit;
  const receive = receiveFiles(services.environment.DOCUMENT_MAX_MB);

  router.get('/documents/:id', async (req, res) => {
    const file = await readableDocument(services, signedIn(req), parameter(req, 'id'));
    sendFile(res.attachment(file.name), file, NOTHING_RUNS);
  });

  router.get('/documents/:id/apercu', async (req, res) => {
    const file = await readableDocument(services, signedIn(req), parameter(req, 'id'));
    if (!hasPreview(file.contentType)) {
      throw new DomainError('NOT_FOUND', `« ${file.name} » n’a pas d’aperçu. Téléchargez-le.`);
    }
    res.setHeader('Content-Disposition', 'inline');
    sendFile(res, file, file.contentType === 'application/pdf' ? PDF_VIEWER : NOTHING_RUNS);
  });

  router.get('/documents/:id/signatures', async (req, res) => {
    const reader = kit.reader(req);
    const file = await readableDocument(services, signedIn(req), parameter(req, 'id'));
    const checked = services.signatures.verify(file.content);
    await kit.send(req, res, 'signatures', {
      title: reader.t('signature.title', { name: file.name }),
      active: 'cases',
      file,
      href: `/documents/${file.id}`,
      caseHref: `/dossiers/${file.processInstanceKey}`,
      signatures: checked.map(({ holder, intact, isOurs, coversAll, fingerprint }) => ({
        holder: holder ?? reader.t('signature.noHolder'),
        intact,
        verdict: reader.t(intact ? 'signature.intact' : 'signature.broken'),
        whose: reader.t(isOurs ? 'signature.ours' : 'signature.others'),
        covers: reader.t(coversAll ? 'signature.coversAll' : 'signature.coversPart'),
        fingerprint,
      })),
    });
  });

  router.post(
    '/dossiers/:key/documents',
    // Before anything is read: nobody fills the memory for a case that is not theirs.
    async (req, _res, next) => {
      await openCase(services, signedIn(req), parameter(req, 'key'));
      next();
    },
    receive,
    async (req, res) => {
      const key = parameter(req, 'key');
      const { tache, ...request } = checked(filing, req.body ?? {}, 'formulaire');
      for (const file of receivedFiles(req)) {
        await services.caseFiles.add(signedIn(req).name, { processInstanceKey: key, ...request }, file);
      }
      const back = tache === undefined ? `/dossiers/${key}` : `/taches/${tache}`;
      res.redirect(303, `${back}?info=documentAdded`);
    },
  );

  /** The form island sends each file before the form: what it gets goes into the field. */
  router.post('/fichiers', (req, res, next) => {
    receive(req, res, (failure: unknown) => {
      answerIsland(kit, req, res, async () => {
        if (failure instanceof Error) throw failure;
        const account = signedIn(req).name;
        const sent = [];
        for (const file of receivedFiles(req)) {
          sent.push({ documentId: (await services.caseFiles.stage(account, file)).id });
        }
        return { documents: sent };
      }).catch(next);
    });
  });

  return router;
}
