/** `/dossiers`: the cases that the reader may see. */
import { Router } from 'express';
import type { InstanceState } from '../../readmodel/views';
import { href, signedIn, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit } from './kit/renderer';

const states = ['ACTIVE', 'COMPLETED', 'CANCELED'] as const satisfies readonly InstanceState[];
const pageSize = 30;

export function casesPages(kit: PageKit): Router {
  const router = Router();
  const { cases, queries } = kit.services;

  /** Of the step that the list is narrowed to, as the diagram has it. */
  async function stepName(bpmnProcessId: string | undefined, elementId: string): Promise<string> {
    const process = bpmnProcessId === undefined ? null : await queries.process(bpmnProcessId);
    const names = process === null ? [] : await queries.elementNames(process.key);
    return names.find((one) => one.elementId === elementId)?.name || elementId;
  }

  router.get('/dossiers', async (req, res) => {
    const reader = kit.reader(req);
    const q = text(req.query, 'q');
    const asked = text(req.query, 'etat');
    const state = states.find((candidate) => candidate === asked);
    const bpmnProcessId = text(req.query, 'procedure') || undefined;
    const elementId = text(req.query, 'etape') || undefined;
    const hasIncident = text(req.query, 'incident') === 'oui' ? true : undefined;
    const cursor = text(req.query, 'curseur') || undefined;
    const [page, processes, nameOf] = await Promise.all([
      cases.list(signedIn(req), {
        q: q || undefined,
        state,
        bpmnProcessId,
        elementId,
        hasIncident,
        cursor,
        limit: pageSize,
      }),
      queries.processes(),
      displayNames(kit.services),
    ]);
    const filter = {
      q,
      etat: state,
      procedure: bpmnProcessId,
      etape: elementId,
      incident: hasIncident ? 'oui' : undefined,
    };
    const filtered = Boolean(q || state || bpmnProcessId || elementId || hasIncident);
    await kit.send(req, res, 'cases', {
      title: reader.t('cases.title'),
      active: 'cases',
      filter,
      step: elementId === undefined ? null : await stepName(bpmnProcessId, elementId),
      total: page.total,
      states: states.map((value) => ({ value, label: `state.${value}`, selected: value === state })),
      procedures: processes.map((process) => ({
        value: process.bpmnProcessId,
        label: process.letter === null ? process.name : `${process.letter} · ${process.name}`,
        selected: process.bpmnProcessId === bpmnProcessId,
      })),
      cases: page.items.map((instance) => ({
        ...instance,
        label: instance.caseNumber ?? reader.t('common.unnamedCase'),
        requester: nameOf(instance.initiator) ?? reader.t('common.none'),
      })),
      nextHref: page.nextCursor === null ? null : href('/dossiers', { ...filter, curseur: page.nextCursor }),
      firstHref: cursor === undefined ? null : href('/dossiers', filter),
      empty: {
        icon: 'cases',
        title: reader.t('cases.empty.title'),
        text: reader.t('cases.empty.text'),
        action: reader.t(filtered ? 'cases.clear' : 'cases.empty.action'),
        href: filtered ? '/dossiers' : '/procedures',
      },
    });
  });

  return router;
}
