/** `/dossiers/:key`: one case, its live state, and what may be done to it. */
import { createHash } from 'node:crypto';
import { Router } from 'express';
import { resolveIncident } from '../../incidents/incidents';
import { DomainError } from '../errors';
import { caseView, mayRetry, type CaseView } from './case-view';
import { parameter, signedIn } from './kit/http';
import type { PageKit } from './kit/renderer';
import type { Request } from 'express';

export function casePages(kit: PageKit): Router {
  const router = Router();
  const { cases, queries } = kit.services;

  router.get('/dossiers/:key', async (req, res) => {
    const reader = kit.reader(req);
    const key = parameter(req, 'key');
    const view = await caseView(kit, req, signedIn(req), key);
    const { case: instance, title } = view.template as {
      case: { processDefinitionKey: string };
      title: string;
    };
    await kit.send(req, res, 'case', {
      ...view.template,
      active: 'cases',
      xmlHref: `/procedures/versions/${instance.processDefinitionKey}.bpmn`,
      diagramLabel: `${reader.t('case.diagram')} : ${title}`,
      islands: ['diagram', 'case', 'replay'],
      styles: ['diagram'],
      data: {
        diagram: view.diagram,
        stateHref: `/dossiers/${key}/etat`,
        caseKey: key,
        dataLabels: view.template['dataLabels'],
        recordsHref: `/api/v1/process-instances/${key}/records`,
        elementNames: Object.fromEntries(
          (await queries.elementNames(instance.processDefinitionKey)).map(({ elementId, name }) => [
            elementId,
            name || reader.t('case.unnamedStep'),
          ]),
        ),
      },
    });
  });

  /** What the case island swaps in: two pieces of HTML and the diagram's marks. */
  router.get('/dossiers/:key/etat', async (req, res) => {
    const view = await caseView(kit, req, signedIn(req), parameter(req, 'key'));
    res.setHeader('Cache-Control', 'private, no-cache');
    res.json(await stateOf(req, view));
  });

  async function stateOf(req: Request, view: CaseView) {
    const [head, body] = await Promise.all([
      kit.fragment(req, 'case-live-head', view.template),
      kit.fragment(req, 'case-live-body', view.template),
    ]);
    const digest = createHash('sha256').update(head).update(body).digest('base64url').slice(0, 16);
    return { digest, head, body, diagram: view.diagram };
  }

  router.post('/dossiers/:key/retirer', async (req, res) => {
    await cases.withdraw(signedIn(req), parameter(req, 'key'));
    res.redirect(303, `/dossiers/${parameter(req, 'key')}?info=withdrawn`);
  });

  router.post('/dossiers/:key/annuler', async (req, res) => {
    const state = await cases.cancel(signedIn(req), parameter(req, 'key'));
    const info = state === 'ENDED' ? 'canceled' : 'canceling';
    res.redirect(303, `/dossiers/${parameter(req, 'key')}?info=${info}`);
  });

  router.post('/dossiers/:key/incidents/:incident/reessayer', async (req, res) => {
    const account = signedIn(req);
    const instance = await cases.read(account, parameter(req, 'key'));
    if (!mayRetry(account))
      throw new DomainError('FORBIDDEN', 'Seul un responsable relance une étape en incident.');
    const incident = await queries.incident(parameter(req, 'incident'));
    const called = await queries.called(instance.processInstanceKey);
    const keys = [instance.processInstanceKey, ...called.map((one) => one.processInstanceKey)];
    if (incident === null || !keys.includes(incident.processInstanceKey)) {
      throw new DomainError('NOT_FOUND', 'Cet incident n’existe pas dans ce dossier.');
    }
    await resolveIncident(kit.services, incident.key);
    res.redirect(303, `/dossiers/${instance.processInstanceKey}?info=retried`);
  });

  return router;
}
