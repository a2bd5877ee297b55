/** `/atelier`: drafts of procedures, their editor, and the gate to a version in service. For owners and administrators. */
import { Router, text as textBody, type Request, type Response } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { declaredUtf8, textOfFile } from '../../xml';
import { hasRole, Role } from '../../identity/account';
import { isPatternName, patterns } from '../../studio/blank';
import { MOST_CASES, type MigratableCase } from '../../cases/migrate';
import { checked } from '../validate';
import { DomainError } from '../errors';
import { assetUrl } from './kit/assets';
import { parameter, signedIn } from './kit/http';
import { displayNames } from './kit/people';
import type { DraftView } from '../../studio/drafts';
import type { PageKit, Reader } from './kit/renderer';

const MEGABYTE = 1024 * 1024;
const createBody = z.object({
  titre: z.string().trim().min(1).max(200),
  modele: z.string().refine(isPatternName),
});
const fromBody = z.object({
  procedure: z.string().min(1).max(255),
  version: z.coerce.number().int().positive().optional(),
});
const keyShape = z.string().regex(/^\d{1,19}$/);
const noteBody = z.object({
  note: z.string().trim().min(1).max(2000),
  /** Cases to move; a form sends one as a text. */
  dossiers: z.union([keyShape.transform((key) => [key]), z.array(keyShape).max(MOST_CASES)]).default([]),
});
const revisionQuery = z.coerce.number().int().min(0);

export const mayAuthor = (req: Request): boolean => hasRole(signedIn(req), Role.ADMIN, Role.OWNER);

const runningView =
  ({ t }: Reader, { state, casesToMove }: DraftView) =>
  ({ processInstanceKey, caseNumber, version, steps, reasons }: MigratableCase) => ({
    key: processInstanceKey,
    label: caseNumber ?? t('common.unnamedCase'),
    version: t('common.version', { n: version }),
    steps: steps.join(', '),
    why: reasons.join(' '),
    mayMove: reasons.length === 0 && state === 'OPEN',
    isChosen: casesToMove.includes(processInstanceKey),
  });

export function studioPages(kit: PageKit): Router {
  const router = Router();
  const { studio, queries } = kit.services;
  const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 12 * MEGABYTE, files: 50 } });

  router.use('/atelier', (req, _res, next) => {
    if (mayAuthor(req)) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('studio.forbidden'));
  });

  const nameOf = async () => {
    const names = await displayNames(kit.services);
    return (account: string | null) => (account === null ? '' : (names(account) ?? account));
  };

  router.get('/atelier', async (req, res) => {
    const { t } = kit.reader(req);
    const [drafts, processes, person] = await Promise.all([
      studio.list(signedIn(req)),
      queries.processes(),
      nameOf(),
    ]);
    await kit.send(req, res, 'studio', {
      title: t('studio.title'),
      active: 'procedures',
      drafts: drafts.map((draft) => ({
        ...draft,
        author: person(draft.updatedBy),
        awaits: draft.state === 'AWAITING_APPROVAL',
      })),
      patterns: Object.entries(patterns).map(([value, { title, description }], index) => ({
        value,
        title,
        description,
        checked: index === 0,
      })),
      processes,
    });
  });

  router.post('/atelier', async (req, res) => {
    const found = createBody.safeParse(req.body);
    if (!found.success) throw new DomainError('BAD_REQUEST', kit.reader(req).t('studio.titleMissing'));
    const { titre, modele } = found.data;
    res.redirect(303, `/atelier/${await studio.createNew(signedIn(req), modele, titre)}`);
  });

  router.post('/atelier/depuis', async (req, res) => {
    const { procedure, version } = checked(fromBody, req.body, 'formulaire');
    res.redirect(303, `/atelier/${await studio.createFrom(signedIn(req), procedure, version)}`);
  });

  router.post('/atelier/importer', upload.array('fichiers'), async (req, res) => {
    const uploaded = Array.isArray(req.files) ? req.files : [];
    const files = uploaded.flatMap(({ originalname, buffer }) => {
      const name = Buffer.from(originalname, 'latin1').toString('utf8');
      return name.toLowerCase().endsWith('.zip')
        ? studio.filesOfZip(buffer)
        : [{ name, content: textOfFile(name, buffer) }];
    });
    if (files.length === 0) throw new DomainError('BAD_REQUEST', kit.reader(req).t('deploy.noFile'));
    const title = (files.find(({ name }) => name.endsWith('.bpmn')) ?? files[0])?.name ?? '';
    const id = await studio.createFromFiles(signedIn(req), title.replace(/\.[a-z]+$/, ''), files);
    res.redirect(303, `/atelier/${id}`);
  });

  router.get('/atelier/:id', async (req, res) => {
    const account = signedIn(req);
    const id = parameter(req, 'id');
    const draft = await studio.read(account, id);
    const choices = await studio.choices(account);
    await kit.send(req, res, 'studio-draft', {
      title: draft.title,
      active: 'procedures',
      wide: true,
      draft,
      isOpen: draft.state === 'OPEN',
      islands: ['studio'],
      styles: ['studio'],
      data: {
        studio: {
          id,
          isOpen: draft.state === 'OPEN',
          files: draft.files.map(({ name, revision, content }) => ({ name, revision, content })),
          elementTemplates: studio.elementTemplates,
          choices,
          bundles: {
            form: { script: assetUrl('studio-form.js'), style: assetUrl('studio-form.css') },
            dmn: { script: assetUrl('studio-decision.js'), style: assetUrl('studio-decision.css') },
          },
        },
      },
    });
  });

  router.get('/atelier/:id/procedure.zip', async (req, res) => {
    const account = signedIn(req);
    const id = parameter(req, 'id');
    const { title } = await studio.read(account, id);
    res.attachment(`${title}.zip`);
    res.type('application/zip').send(await studio.zip(account, id));
  });

  const answer =
    (work: (req: Request, res: Response) => Promise<unknown>) => async (req: Request, res: Response) => {
      try {
        res.json(await work(req, res));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        res.status(error.status).json({ code: error.code, message: error.message });
      }
    };

  router.put(
    '/atelier/:id/fichiers/:name',
    textBody({ type: '*/*', limit: 12 * MEGABYTE }),
    answer(async (req) => {
      const file = {
        name: parameter(req, 'name'),
        content: typeof req.body === 'string' ? declaredUtf8(req.body) : '',
        revision: checked(revisionQuery, req.query['revision'], 'revision'),
      };
      return { revision: await studio.save(signedIn(req), parameter(req, 'id'), file) };
    }),
  );

  router.delete(
    '/atelier/:id/fichiers/:name',
    answer(async (req) => {
      await studio.removeFile(signedIn(req), parameter(req, 'id'), parameter(req, 'name'));
      return {};
    }),
  );

  router.get(
    '/atelier/:id/fichiers/:name',
    answer(async (req) => {
      const { files } = await studio.read(signedIn(req), parameter(req, 'id'));
      const found = files.find(({ name }) => name === parameter(req, 'name'));
      if (found === undefined)
        throw new DomainError('NOT_FOUND', 'Ce fichier n’est pas, ou plus, dans le brouillon.');
      return { name: found.name, revision: found.revision, content: found.content };
    }),
  );

  /** What others did meanwhile, and who is there. */
  router.get(
    '/atelier/:id/etat',
    answer(async (req) => {
      const account = signedIn(req);
      const id = parameter(req, 'id');
      const [{ files, state }, present, person] = await Promise.all([
        studio.read(account, id),
        studio.present(account, id),
        nameOf(),
      ]);
      return {
        state,
        present: present.map(person),
        files: files.map(({ name, revision, updatedBy }) => ({
          name,
          revision,
          updatedBy: person(updatedBy),
        })),
      };
    }),
  );

  router.get(
    '/atelier/:id/controles',
    answer(async (req) => studio.problems(signedIn(req), parameter(req, 'id'))),
  );

  router.get('/atelier/:id/historique', async (req, res) => {
    const account = signedIn(req);
    const id = parameter(req, 'id');
    const reader = kit.reader(req);
    const [draft, revisions, person] = await Promise.all([
      studio.read(account, id),
      studio.history(account, id),
      nameOf(),
    ]);
    await kit.send(req, res, 'studio-history', {
      title: reader.t('studio.historyOf', { title: draft.title }),
      active: 'procedures',
      draft,
      isOpen: draft.state === 'OPEN',
      revisions: revisions.map((one) => ({
        ...one,
        author: person(one.author),
        isCurrent: draft.files.some(({ name, revision }) => name === one.name && revision === one.revision),
        encoded: encodeURIComponent(one.name),
      })),
    });
  });

  /** Puts an earlier revision back, as a new one: nothing between is lost. */
  router.post('/atelier/:id/historique/:name/:revision', async (req, res) => {
    const account = signedIn(req);
    const [id, name] = [parameter(req, 'id'), parameter(req, 'name')];
    const content = await studio.revision(
      account,
      id,
      name,
      checked(revisionQuery, parameter(req, 'revision'), 'revision'),
    );
    const there = (await studio.read(account, id)).files.find((file) => file.name === name);
    await studio.save(account, id, { name, content, revision: there?.revision ?? 0 });
    res.redirect(303, `/atelier/${id}`);
  });

  router.get('/atelier/:id/publication', async (req, res) => {
    const account = signedIn(req);
    const reader = kit.reader(req);
    const id = parameter(req, 'id');
    const [draft, gate, person] = await Promise.all([
      studio.read(account, id),
      studio.gate(account, id),
      nameOf(),
    ]);
    const diagram = draft.files.find(({ name }) => name.endsWith('.bpmn'));
    await kit.send(req, res, 'studio-publication', {
      title: reader.t('studio.publishTitle', { title: draft.title }),
      active: 'procedures',
      wide: true,
      draft,
      submittedBy: person(draft.submittedBy),
      awaits: draft.state === 'AWAITING_APPROVAL',
      mayApprove: draft.submittedBy !== account.name,
      isOpen: draft.state === 'OPEN',
      needsApproval: gate.needsApproval,
      changes: gate.changes.map((change) => ({ ...change, label: reader.t(`studio.change.${change.kind}`) })),
      isNew: diagram?.base === null,
      trials: gate.trials,
      trialsFail: gate.trials.some(({ passes }) => !passes),
      running: gate.running.cases.map(runningView(reader, draft)),
      hasMore: gate.running.more,
      problems: gate.problems.map((problem) => ({
        ...problem,
        label: reader.t(`studio.severity.${problem.severity}`),
      })),
      isRefused: gate.problems.some(({ severity }) => severity === 'ERROR'),
      islands: ['studio-difference'],
      styles: ['studio'],
      data: {
        difference: {
          before: diagram?.base ?? null,
          after: diagram?.content ?? null,
          changes: gate.changes.filter(({ elementId }) => elementId !== null),
        },
      },
    });
  });

  router.post('/atelier/:id/publier', async (req, res) => {
    const { t } = kit.reader(req);
    const body = noteBody.safeParse(req.body);
    if (!body.success) throw new DomainError('BAD_REQUEST', t('studio.noteMissing'));
    const id = parameter(req, 'id');
    const deployed = await studio.publish(signedIn(req), id, {
      note: body.data.note,
      move: body.data.dossiers,
    });
    const process = deployed?.processes[0];
    res.redirect(
      303,
      process === undefined
        ? `/atelier/${id}/publication`
        : `/procedures/${process.bpmnProcessId}?info=published`,
    );
  });

  router.post('/atelier/:id/approuver', async (req, res) => {
    const deployed = await studio.approve(signedIn(req), parameter(req, 'id'));
    res.redirect(303, `/procedures/${deployed.processes[0]?.bpmnProcessId ?? ''}?info=published`);
  });

  router.post('/atelier/:id/renvoyer', async (req, res) => {
    const id = parameter(req, 'id');
    await studio.sendBack(signedIn(req), id);
    res.redirect(303, `/atelier/${id}`);
  });

  router.post('/atelier/:id/abandonner', async (req, res) => {
    await studio.discard(signedIn(req), parameter(req, 'id'));
    res.redirect(303, '/atelier?info=removed');
  });

  router.post('/procedures/:id/approbation', async (req, res) => {
    const id = parameter(req, 'id');
    await studio.setNeedsApproval(signedIn(req), id, req.body?.exigee === 'oui');
    res.redirect(303, `/procedures/${id}?info=saved`);
  });

  return router;
}
