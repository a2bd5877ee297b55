/** `/taches`: what I took, and what my groups may take. */
import { Router, type Request } from 'express';
import type { Account } from '../../identity/account';
import type { Page, TaskView } from '../../readmodel/views';
import { href, signedIn, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

type Tab = 'mine' | 'group';
const pageSize = 30;

export function inboxPages(kit: PageKit): Router {
  const router = Router();
  const { tasks, queries } = kit.services;

  function list(account: Account, tab: Tab, cursor?: string, limit = pageSize): Promise<Page<TaskView>> {
    const owner = tab === 'mine' ? { assignee: account.name } : { unassigned: true };
    return tasks.list(account, { state: 'CREATED', cursor, limit, ...owner });
  }

  async function initiators(shown: readonly TaskView[]): Promise<Map<string, string | null>> {
    const keys = [...new Set(shown.map((task) => task.processInstanceKey))];
    const found = await Promise.all(keys.map((key) => queries.instance(key)));
    return new Map(keys.map((key, index) => [key, found[index]?.initiator ?? null]));
  }

  function chosenTab(req: Request, mine: Page<TaskView>): Tab {
    const asked = text(req.query, 'vue');
    if (asked === 'groupe') return 'group';
    if (asked === 'mes') return 'mine';
    return mine.items.length > 0 ? 'mine' : 'group';
  }

  router.get('/taches', async (req, res) => {
    const account = signedIn(req);
    const reader = kit.reader(req);
    const cursor = text(req.query, 'curseur') || undefined;
    const asked = text(req.query, 'vue');
    const [mine, group] = await Promise.all([
      list(account, 'mine', asked === 'mes' ? cursor : undefined),
      list(account, 'group', asked === 'groupe' ? cursor : undefined),
    ]);
    const tab = chosenTab(req, mine);
    const shown = tab === 'mine' ? mine : group;
    const [nameOf, startedBy] = await Promise.all([displayNames(kit.services), initiators(shown.items)]);
    const view = tab === 'mine' ? 'mes' : 'groupe';
    await kit.send(req, res, 'inbox', {
      title: reader.t('inbox.title'),
      active: 'tasks',
      tabs: [
        {
          href: '/taches?vue=mes',
          label: reader.t('inbox.mine'),
          current: tab === 'mine',
          count: countOf(mine),
        },
        {
          href: '/taches?vue=groupe',
          label: reader.t('inbox.group'),
          current: tab === 'group',
          count: countOf(group),
        },
      ],
      tableCaption: reader.t(tab === 'mine' ? 'inbox.mine' : 'inbox.group'),
      tasks: shown.items.map((task) =>
        row(reader, task, nameOf(startedBy.get(task.processInstanceKey) ?? null), tab),
      ),
      empty: emptyState(reader, tab),
      nextHref: shown.nextCursor === null ? null : href('/taches', { vue: view, curseur: shown.nextCursor }),
      firstHref: cursor === undefined ? null : href('/taches', { vue: view }),
      islands: ['inbox'],
      data: { signature: signature(mine, group) },
    });
  });

  /** What the inbox island compares to know that the list has changed. */
  router.get('/taches/etat', async (req, res) => {
    const account = signedIn(req);
    const [mine, group] = await Promise.all([list(account, 'mine'), list(account, 'group')]);
    res.setHeader('Cache-Control', 'no-store');
    res.json({ signature: signature(mine, group) });
  });

  return router;
}

function countOf(page: Page<TaskView>): string | null {
  if (page.items.length === 0) return null;
  return `${String(page.items.length)}${page.nextCursor === null ? '' : '+'}`;
}

function signature(...pages: readonly Page<TaskView>[]): string {
  return pages.map((page) => page.items.map((task) => task.key).join()).join('|');
}

function row(reader: Reader, task: TaskView, requester: string | null, tab: Tab) {
  const caseLabel = task.caseNumber ?? reader.t('common.unnamedCase');
  const named = { task: task.name, case: caseLabel };
  return {
    ...task,
    caseLabel,
    requester: requester ?? reader.t('common.none'),
    overdue: task.dueDate !== null && Date.parse(task.dueDate) < reader.format.now,
    claimable: tab === 'group',
    claimLabel: reader.t('inbox.claimNamed', named),
    openLabel: reader.t('inbox.openNamed', named),
  };
}

function emptyState(reader: Reader, tab: Tab) {
  return {
    icon: 'tasks',
    title: reader.t(`inbox.empty.${tab}.title`),
    text: reader.t(`inbox.empty.${tab}.text`),
    action: reader.t(`inbox.empty.${tab}.action`),
    href: tab === 'mine' ? '/taches?vue=groupe' : '/dossiers',
  };
}
