/** `/atelier/:id/essai`: a draft is walked in an engine of its own; walks are kept as test cases and done again. */
import { Router, type Request } from 'express';
import { z } from 'zod';
import { workerStep, type Place, type Step, type Trial, type Waiting } from '../../trial';
import { DomainError } from '../errors';
import { answerIsland, parameter, signedIn, submittedVariables, text } from './kit/http';
import type { PageKit } from './kit/renderer';
import {
  dataOf,
  idOf,
  incidentText,
  isByForm,
  journalOf,
  shownOf,
  trialDiagram,
  waitingView,
} from './trial-view';

const titleBody = z.object({ titre: z.string().trim().min(1).max(200) });

/** What a received mail gives a case that it starts. */
const exampleMail = {
  courriel: {
    objet: 'Demande',
    texte: 'Écrite par courriel.',
    nom: 'Requérant',
    expediteur: 'requerant@example.org',
    documents: [],
  },
  copies: {},
};

export function studioTrialPages(kit: PageKit): Router {
  const router = Router();
  const { trial: trials, ...studio } = kit.services.studio;
  const pathOf = (req: Request) => `/atelier/${parameter(req, 'id')}/essai`;

  const chosenOf = (trial: Trial, id: string): Waiting | undefined => {
    const all = trial.waiting();
    const wanted = all.find((one) => idOf(one) === id);
    return wanted ?? all.find(({ kind }) => kind === 'INCIDENT') ?? all.find(isByForm) ?? all[0];
  };

  router.get('/atelier/:id/essai', async (req, res) => {
    const account = signedIn(req);
    const reader = kit.reader(req);
    const draft = await studio.read(account, parameter(req, 'id'));
    const trial = await trials.find(account, draft.id);
    const chosen = trial === null ? undefined : chosenOf(trial, text(req.query, 'a'));
    const byForm =
      trial !== null && (trial.hasStarted ? chosen !== undefined && isByForm(chosen) : canStart(trial));
    const shown = trial === null || !byForm ? null : shownOf(trial, chosen, trials.given(account));
    const waiting = trial === null ? [] : waitingView(reader, trial, chosen);
    await kit.send(req, res, 'studio-trial', {
      title: reader.t('trial.titleOf', { title: draft.title }),
      active: 'procedures',
      wide: true,
      draft,
      isOpen: draft.state === 'OPEN',
      trial: trial !== null && {
        hasStarted: trial.hasStarted,
        isOver: trial.hasStarted && trial.state !== 'ACTIVE',
        end: trial.sandbox.observed.ends.map((one) => `« ${trial.nameOf(one)} »`).join(', '),
        now: new Date(trial.sandbox.now).toISOString(),
        waiting,
        chosen: chosen !== undefined &&
          (trial.hasStarted || !byForm) && {
            ...waiting.find(({ isChosen }) => isChosen),
            isWorker: chosen.kind === 'WORKER',
            takesData: ['MESSAGE', 'START_MESSAGE', 'SIGNAL', 'INCIDENT'].includes(chosen.kind),
            incident: chosen.kind === 'INCIDENT' && incidentText(chosen),
            example:
              chosen.kind === 'START_MESSAGE'
                ? exampleText({ ...trials.given(account), ...exampleMail })
                : '{}',
            act: reader.t(`trial.act.${chosen.kind}`),
          },
        byForm,
        data: dataOf(reader, trial),
        journal: journalOf(reader, trial),
        mayKeep: draft.state === 'OPEN' && trial.steps.length > 0,
      },
      hasForm: shown !== null && shown.schema !== null,
      noFormText: reader.t(trial?.hasStarted === true ? 'trial.noForm' : 'trial.noStartForm'),
      mode: 'edit',
      submitLabel: byForm ? reader.t(submitKey(trial, chosen)) : null,
      islands: [...(trial === null ? [] : ['diagram']), ...(byForm ? ['form'] : [])],
      styles: [...(shown?.schema == null ? [] : ['form']), 'diagram'],
      data:
        trial === null
          ? {}
          : {
              diagram: trialDiagram(trial),
              schema: shown?.schema ?? null,
              variables: shown?.variables ?? {},
              readOnly: false,
              action: `${pathOf(req)}/faire?a=${chosen === undefined || !trial.hasStarted ? 'debut' : idOf(chosen)}`,
              draftKey: `${account.name}:essai:${draft.id}:${String(trial.source.startAt)}:${String(trial.steps.length)}`,
            },
    });
  });

  router.get('/atelier/:id/essai/schema.bpmn', async (req, res) => {
    const trial = await trials.find(signedIn(req), parameter(req, 'id'));
    const file = trial?.source.files.find(
      ({ name, content }) => name.endsWith('.bpmn') && content.includes(`id="${trial.source.bpmnProcessId}"`),
    );
    if (file === undefined) throw new DomainError('NOT_FOUND', kit.reader(req).t('trial.ended'));
    res.type('application/xml').send(file.content);
  });

  router.post('/atelier/:id/essai', async (req, res) => {
    await trials.begin(signedIn(req), parameter(req, 'id'));
    res.redirect(303, pathOf(req));
  });

  async function open(req: Request): Promise<Trial> {
    const trial = await trials.find(signedIn(req), parameter(req, 'id'));
    if (trial !== null) return trial;
    throw new DomainError('CONFLICT', kit.reader(req).t('trial.ended'));
  }

  /** What the form island sends: a start, a task, what a worker returns. */
  router.post('/atelier/:id/essai/faire', async (req, res) => {
    if (typeof req.body?.donnees === 'string' || req.is('application/x-www-form-urlencoded')) {
      await act(req);
      res.redirect(303, pathOf(req));
      return;
    }
    await answerIsland(kit, req, res, async () => {
      const trial = await open(req);
      const entered = submittedVariables(req);
      await trials.perform(signedIn(req), parameter(req, 'id'), formStep(req, trial, entered));
      return { next: pathOf(req) };
    });
  });

  function formStep(req: Request, trial: Trial, entered: Readonly<Record<string, unknown>>): Step {
    const id = text(req.query, 'a');
    if (id === 'debut') {
      const given = trials.given(signedIn(req));
      return { kind: 'START', variables: { ...entered, ...given } };
    }
    const [waiting, at] = found(req, trial, id);
    if (waiting.kind !== 'WORKER') return { kind: 'COMPLETE', at, variables: { ...entered } };
    return workerStep(at, entered, {
      errors: trial.contractOf(waiting)?.errors.map(({ code }) => code) ?? [],
      example: trial.exampleOf(waiting),
    });
  }

  function found(req: Request, trial: Trial, id: string): readonly [Waiting, Place] {
    const waiting = trial.waiting().find((one) => idOf(one) === id);
    if (waiting !== undefined) return [waiting, trial.placeOf(waiting)];
    throw new DomainError('CONFLICT', kit.reader(req).t('trial.gone'));
  }

  /** What has no form: messages, signals, timers, incidents, and a worker that fails. */
  async function act(req: Request): Promise<void> {
    const trial = await open(req);
    const [waiting, at] = found(req, trial, text(req.query, 'a'));
    const variables = () => dataFrom(req);
    const step = ((): Step => {
      switch (waiting.kind) {
        case 'TIMER':
          return { kind: 'TIMER', at };
        case 'MESSAGE':
          return { kind: 'MESSAGE', at, variables: variables() };
        case 'START_MESSAGE':
          return { kind: 'START_BY_MESSAGE', at, variables: variables() };
        case 'SIGNAL':
          return { kind: 'SIGNAL', at, variables: variables() };
        case 'INCIDENT':
          return { kind: 'REPAIR', at, variables: variables() };
        case 'WORKER':
          return {
            kind: 'FAIL',
            at,
            message: text(req.body, 'message') || kit.reader(req).t('trial.failure'),
          };
        case 'TASK':
          throw new DomainError('CONFLICT', kit.reader(req).t('trial.gone'));
      }
    })();
    await trials.perform(signedIn(req), parameter(req, 'id'), step);
  }

  function dataFrom(req: Request): Record<string, unknown> {
    const typed = text(req.body, 'donnees');
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(typed === '' ? '{}' : typed));
    } catch {
      throw new DomainError(
        'BAD_REQUEST',
        kit.reader(req).t('trial.dataUnreadable', { typed: typed.slice(0, 80) }),
      );
    }
  }

  router.post('/atelier/:id/essai/garder', async (req, res) => {
    const body = titleBody.safeParse(req.body);
    if (!body.success) throw new DomainError('BAD_REQUEST', kit.reader(req).t('trial.titleMissing'));
    const id = parameter(req, 'id');
    await trials.keep(signedIn(req), id, body.data.titre);
    res.redirect(303, `/atelier/${id}/essais`);
  });

  router.get('/atelier/:id/essais', async (req, res) => {
    const account = signedIn(req);
    const reader = kit.reader(req);
    const draft = await studio.read(account, parameter(req, 'id'));
    const cases = await trials.replays(account, draft.id);
    await kit.send(req, res, 'studio-cases', {
      title: reader.t('trial.casesOf', { title: draft.title }),
      active: 'procedures',
      draft,
      isOpen: draft.state === 'OPEN',
      cases: cases.map((one) => ({ ...one, encoded: encodeURIComponent(one.file) })),
    });
  });

  router.post('/atelier/:id/essais/:name/adopter', async (req, res) => {
    const id = parameter(req, 'id');
    await trials.accept(signedIn(req), id, parameter(req, 'name'));
    res.redirect(303, `/atelier/${id}/essais`);
  });

  router.post('/atelier/:id/essais/:name/retirer', async (req, res) => {
    const id = parameter(req, 'id');
    await studio.removeFile(signedIn(req), id, parameter(req, 'name'));
    res.redirect(303, `/atelier/${id}/essais`);
  });

  return router;
}

const canStart = (trial: Trial): boolean => trial.description?.hasNoneStart === true;
const exampleText = (value: object): string => JSON.stringify(value, null, 2);

function submitKey(trial: Trial | null, chosen: Waiting | undefined) {
  if (trial?.hasStarted !== true) return 'trial.start' as const;
  return chosen?.kind === 'WORKER' ? ('trial.return' as const) : ('trial.complete' as const);
}
