/** `/taches`: lists of tasks, sorted, searched and worked on, one by one or many at once. */
import { Router, type Request } from 'express';
import { TaskOrder } from '../../readmodel/filters';
import type { Page, TaskCount, TaskView } from '../../readmodel/views';
import { bulkActions, workInBulk } from '../../tasks/bulk';
import type { InboxQuery } from '../../tasks/saved-filters';
import { TaskView as View } from '../../tasks/views';
import { DomainError } from '../errors';
import { href, signedIn, text } from './kit/http';
import { displayNames, type NameOf } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

const pageSize = 30;

/** As the address names the lists. */
const views = [
  ['mes', View.MINE],
  ['groupe', View.GROUP],
  ['retard', View.LATE],
  ['aujourdhui', View.TODAY],
  ['confiees', View.DELEGATED],
  ['toutes', View.ALL],
] as const;

const orders = [
  ['', undefined],
  ['echeance', TaskOrder.DUE],
  ['priorite', TaskOrder.PRIORITY],
  ['demandeur', TaskOrder.REQUESTER],
] as const;

const kept = ['vue', 'q', 'tri', 'procedure'] as const;

function queryOf(source: unknown): InboxQuery {
  const pairs = kept.map((name) => [name, text(source, name).slice(0, 200)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

/** Where a post goes back to: a list of ours. */
const back = (req: Request, info: string): string => href('/taches', { ...queryOf(req.body), info });

export function inboxPages(kit: PageKit): Router {
  const router = Router();
  const { tasks, queries } = kit.services;

  router.get('/taches', async (req, res) => {
    const account = signedIn(req);
    const reader = kit.reader(req);
    const query = queryOf(req.query);
    const cursor = text(req.query, 'curseur') || undefined;
    const [counts, nameOf, saved, processes] = await Promise.all([
      tasks.counts(account),
      displayNames(kit.services),
      tasks.filters.list(account.name),
      queries.processes(),
    ]);
    const fallback = counts.mine.count > 0 ? 'mes' : 'groupe';
    const [name, view] = views.find(([one]) => one === query['vue']) ??
      views.find(([one]) => one === fallback) ?? ['mes', View.MINE];
    const order = orders.find(([one]) => one === (query['tri'] ?? ''))?.[1];
    const shown = await tasks.list(account, {
      view,
      order,
      q: query['q'],
      bpmnProcessId: query['procedure'],
      cursor,
      limit: pageSize,
    });
    const filter = { ...query, vue: name };
    await kit.send(req, res, 'inbox', {
      title: reader.t('inbox.title'),
      active: 'tasks',
      tabs: views.map(([one, of]) => ({
        href: href('/taches', { ...query, vue: one }),
        label: reader.t(`inbox.view.${of}`),
        current: one === name,
        count: countOf(counts[of]),
      })),
      tableCaption: reader.t(`inbox.view.${view}`),
      filter,
      orders: orders.map(([value]) => ({
        value,
        label: reader.t(`inbox.order.${value === '' ? 'age' : value}`),
        selected: value === (query['tri'] ?? ''),
      })),
      procedures: processes.map(({ bpmnProcessId, name: label, letter }) => ({
        value: bpmnProcessId,
        label: letter === null ? label : `${letter} · ${label}`,
        selected: bpmnProcessId === query['procedure'],
      })),
      saved: saved.map((one) => ({ ...one, href: href('/taches', one.query) })),
      tasks: shown.items.map((task) => row(reader, task, nameOf, tasks.rights(account, task).claim)),
      empty: emptyState(reader, view === View.MINE ? 'mine' : 'group'),
      nextHref: shown.nextCursor === null ? null : href('/taches', { ...filter, curseur: shown.nextCursor }),
      firstHref: cursor === undefined ? null : href('/taches', filter),
      islands: ['inbox'],
      data: {
        signature: signature(counts, shown),
        stateHref: href('/taches/etat', { ...filter, curseur: cursor }),
      },
    });
  });

  /** What the inbox island compares to know that the list has changed. */
  router.get('/taches/etat', async (req, res) => {
    const account = signedIn(req);
    const query = queryOf(req.query);
    const view = views.find(([one]) => one === query['vue'])?.[1] ?? View.MINE;
    const [counts, shown] = await Promise.all([
      tasks.counts(account),
      tasks.list(account, {
        view,
        order: orders.find(([one]) => one === (query['tri'] ?? ''))?.[1],
        q: query['q'],
        bpmnProcessId: query['procedure'],
        cursor: text(req.query, 'curseur') || undefined,
        limit: pageSize,
      }),
    ]);
    res.setHeader('Cache-Control', 'no-store');
    res.json({ signature: signature(counts, shown) });
  });

  router.post('/taches/lot', async (req, res) => {
    const body = req.body as { tache?: unknown };
    const keys = [body.tache].flat().filter((key): key is string => typeof key === 'string');
    const action = bulkActions.find((one) => one === text(req.body, 'action'));
    if (action === undefined || keys.length === 0 || keys.length > 200) {
      throw new DomainError(
        'BAD_REQUEST',
        'Cochez des tâches de la liste, puis choisissez ce qu’il faut en faire.',
      );
    }
    const assignee = text(req.body, 'personne') || undefined;
    const results = await workInBulk(tasks, signedIn(req), { action, keys, assignee });
    const refused = results.flatMap(({ problem }) => problem ?? []);
    if (refused.length > 0) {
      const done = results.length - refused.length;
      const told = [...new Set(refused.map(({ detail }) => detail))].join(' ');
      throw new DomainError(
        'CONFLICT',
        `${String(done)} sur ${String(results.length)} tâches : fait. ${told}`,
      );
    }
    res.redirect(303, back(req, 'bulk'));
  });

  router.post('/taches/filtres', async (req, res) => {
    const name = text(req.body, 'nom').slice(0, 80);
    if (name === '') throw new DomainError('BAD_REQUEST', 'Donnez un nom au filtre.');
    await tasks.filters.save(signedIn(req).name, name, queryOf(req.body));
    res.redirect(303, back(req, 'filterSaved'));
  });

  router.post('/taches/filtres/:id/supprimer', async (req, res) => {
    await tasks.filters.remove(signedIn(req).name, String(req.params['id']));
    res.redirect(303, '/taches?info=filterRemoved');
  });

  return router;
}

function countOf({ count, more }: TaskCount): string | null {
  return count === 0 ? null : `${String(count)}${more ? '+' : ''}`;
}

function signature(counts: Readonly<Record<string, TaskCount>>, page: Page<TaskView>): string {
  const counted = ['mine', 'group'].map((view) => String(counts[view]?.count)).join();
  return `${counted}|${page.items.map((task) => `${task.key}${task.assignee ?? ''}`).join()}`;
}

function row(reader: Reader, task: TaskView, nameOf: NameOf, claimable: boolean) {
  const caseLabel = task.caseNumber ?? reader.t('common.unnamedCase');
  const named = { task: task.name, case: caseLabel };
  return {
    ...task,
    caseLabel,
    requesterName: nameOf(task.requester) ?? reader.t('common.none'),
    holder: nameOf(task.assignee),
    overdue: task.dueDate !== null && Date.parse(task.dueDate) < reader.format.now,
    urgent: task.priority > 50,
    claimable,
    claimLabel: reader.t('inbox.claimNamed', named),
    openLabel: reader.t('inbox.openNamed', named),
    chooseLabel: reader.t('inbox.chooseNamed', named),
  };
}

function emptyState(reader: Reader, tab: 'mine' | 'group') {
  return {
    icon: 'tasks',
    title: reader.t(`inbox.empty.${tab}.title`),
    text: reader.t(`inbox.empty.${tab}.text`),
    action: reader.t(`inbox.empty.${tab}.action`),
    href: tab === 'mine' ? '/taches?vue=groupe' : '/dossiers',
  };
}
