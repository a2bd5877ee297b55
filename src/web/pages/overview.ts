/** `/tableau`: the first page of those who lead. */
import { Router } from 'express';
import { seesEverything } from '../../app/rights';
import type { ProcedureOverview } from '../../readmodel/overview';
import { hasRole, Role } from '../../identity/account';
import { DomainError } from '../errors';
import { overviewPeriod } from '../overview-period';
import { groupsLabel } from './case-history';
import { href, signedIn } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

const OLDEST = 12;
const WIDTH = 136;
const HEIGHT = 32;

/** Bars of an SVG of 136 × 32, the running week last. */
function bars(trend: readonly number[]) {
  const greatest = Math.max(1, ...trend);
  const step = WIDTH / trend.length;
  return trend.map((value, n) => {
    const height = value === 0 ? 1 : Math.max(3, (value / greatest) * HEIGHT);
    return { x: n * step, y: HEIGHT - height, width: step - 3, height };
  });
}

function lineOf(reader: Reader, one: ProcedureOverview) {
  const cases = (more: Readonly<Record<string, string>>) =>
    href('/dossiers', { procedure: one.bpmnProcessId, etat: 'ACTIVE', ...more });
  return {
    ...one,
    median: one.medianDuration === null ? reader.t('common.none') : reader.format.span(one.medianDuration),
    bars: bars(one.trend),
    trendLabel: reader.t('overview.trendLabel', { values: one.trend.join(', ') }),
    openHref: cases({}),
    blockedHref: cases({ incident: 'oui' }),
    doneHref: href('/dossiers', { procedure: one.bpmnProcessId, etat: 'COMPLETED' }),
    mapHref: `/procedures/${one.bpmnProcessId}/carte`,
  };
}

const isQuiet = ({ open, doneThisMonth, trend }: ProcedureOverview): boolean =>
  open === 0 && doneThisMonth === 0 && trend.every((value) => value === 0);

export function overviewPages(kit: PageKit): Router {
  const router = Router();
  const { queries, tasks, now, environment } = kit.services;

  router.get('/tableau', async (req, res) => {
    const reader = kit.reader(req);
    const account = signedIn(req);
    if (!seesEverything(account)) throw new DomainError('FORBIDDEN', reader.t('map.forbidden'));
    const [procedures, waits, counts, names] = await Promise.all([
      queries.overview(overviewPeriod(now(), environment.TZ)),
      queries.groupWaits(OLDEST),
      tasks.counts(account),
      displayNames(kit.services),
    ]);
    const busy = procedures.filter((one) => !isQuiet(one));
    await kit.send(req, res, 'overview', {
      title: reader.t('overview.title'),
      active: 'overview',
      mayOperate: hasRole(account, Role.ADMIN, Role.MANAGER),
      procedures: busy.map((one) => lineOf(reader, one)),
      quiet: procedures.length - busy.length,
      mine: counts.mine.count,
      waits: waits.map((wait) => ({
        ...wait,
        groupName: groupsLabel(names, [wait.group]),
        href: `/taches/${wait.oldestTaskKey}`,
      })),
    });
  });

  return router;
}
