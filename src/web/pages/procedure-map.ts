/** `/procedures/:id/carte`: all cases of a procedure on its diagram: counts, heat, times; two of them to compare. */
import { Router, type Request } from 'express';
import { seesEverything } from '../../app/rights';
import type { MapElementView, ProcessMapFilter } from '../../readmodel/process-map';
import type { ProcessDetailView } from '../../readmodel/views';
import { DomainError } from '../errors';
import { href, parameter, signedIn, text } from './kit/http';
import type { PageKit, Reader } from './kit/renderer';

const DAY_MILLIS = 86_400_000;
const MINUTE_MILLIS = 60_000;
const periods = ['7', '30', '90', '365', 'all'] as const;
const measures = ['entered', 'duration', 'waiting', 'working'] as const;
const statistics = ['mean', 'median', 'p95'] as const;
const BEFORE = 'avant';

type Measure = (typeof measures)[number];
type Statistic = (typeof statistics)[number];

interface Choice {
  readonly period: (typeof periods)[number];
  readonly measure: Measure;
  readonly statistic: Statistic;
  readonly version: number | undefined;
  /** Empty, `avant`, or a version. */
  readonly compare: string;
  readonly initiator: string;
  readonly variable: string;
  readonly value: string;
}

const oneOf = <T extends string>(all: readonly T[], asked: string, otherwise: T): T =>
  all.find((one) => one === asked) ?? otherwise;

function versionOf(asked: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : undefined;
}

function chosen(req: Request): Choice {
  const { query } = req;
  return {
    period: oneOf(periods, text(query, 'periode'), '90'),
    measure: oneOf(measures, text(query, 'mesure'), 'entered'),
    statistic: oneOf(statistics, text(query, 'valeur'), 'median'),
    version: versionOf(text(query, 'version')),
    compare: text(query, 'comparer'),
    initiator: text(query, 'demandeur'),
    variable: text(query, 'donnee'),
    value: text(query, 'vaut'),
  };
}

function filterOf(process: ProcessDetailView, choice: Choice, now: number): ProcessMapFilter {
  return {
    bpmnProcessId: process.bpmnProcessId,
    version: choice.version,
    from: choice.period === 'all' ? undefined : now - Number(choice.period) * DAY_MILLIS,
    now,
    initiator: choice.initiator || undefined,
    variable: choice.variable === '' ? undefined : { name: choice.variable, value: choice.value },
  };
}

/** What it is compared with; null: with nothing. */
function otherFilter(filter: ProcessMapFilter, { compare, period }: Choice): ProcessMapFilter | null {
  const version = versionOf(compare);
  if (version !== undefined) return { ...filter, version };
  if (compare !== BEFORE || filter.from === undefined) return null;
  return { ...filter, from: filter.from - Number(period) * DAY_MILLIS, to: filter.from };
}

function measured(view: MapElementView, { measure, statistic }: Choice): number | null {
  return measure === 'entered' ? view.entered : view[measure][statistic];
}

/** For the island: heat from 0 to 1 by the greatest of both maps, so that colours compare. */
function marksOf(
  reader: Reader,
  process: ProcessDetailView,
  views: readonly MapElementView[],
  choice: Choice,
  greatest: number,
) {
  const casesAt = (elementId: string, more = {}) =>
    href('/dossiers', { procedure: process.bpmnProcessId, etat: 'ACTIVE', etape: elementId, ...more });
  return views.map((view) => {
    const value = measured(view, choice);
    return {
      id: view.elementId,
      heat: value === null || greatest === 0 ? 0 : value / greatest,
      label: value === null || value === 0 ? '' : valueWords(reader, value, choice),
      active: view.active,
      late: view.late,
      incidents: view.incidents,
      href: casesAt(view.elementId),
      incidentsHref: casesAt(view.elementId, { incident: 'oui' }),
    };
  });
}

function valueWords(reader: Reader, value: number, { measure }: Choice): string {
  return measure === 'entered' ? String(value) : reader.format.span(value);
}

export function procedureMapPages(kit: PageKit): Router {
  const router = Router();
  const { queries } = kit.services;

  router.get('/procedures/:id/carte', async (req, res) => {
    const reader = kit.reader(req);
    if (!seesEverything(signedIn(req))) throw new DomainError('FORBIDDEN', reader.t('map.forbidden'));
    const process = await queries.process(parameter(req, 'id'));
    if (process === null) throw new DomainError('NOT_FOUND', reader.t('map.unknown'));
    const choice = chosen(req);
    const versions = await queries.resourceVersions('process', process.bpmnProcessId);
    const keyOf = (version: number | undefined): string => {
      const found = version === undefined ? versions[0] : versions.find((one) => one.version === version);
      if (found === undefined)
        throw new DomainError('NOT_FOUND', reader.t('map.wrongVersion', { n: version ?? 0 }));
      return found.key;
    };

    // By the minute, so that those who look at the same time see, and ask, the same.
    const now = Math.floor(kit.services.now() / MINUTE_MILLIS) * MINUTE_MILLIS;
    const filter = { ...filterOf(process, choice, now), now: kit.services.now() };
    const other = otherFilter(filter, choice);
    const [views, otherViews, names] = await Promise.all([
      queries.processMap(filter),
      other === null ? [] : queries.processMap(other),
      queries.elementNames(keyOf(choice.version)),
    ]);
    const greatest = Math.max(0, ...[...views, ...otherViews].map((view) => measured(view, choice) ?? 0));
    const nameOf = new Map(names.map((one) => [one.elementId, one.name]));
    const figure = (id: string, version: number | undefined, heading: string) => ({
      id,
      xmlHref: `/procedures/versions/${keyOf(version)}.bpmn`,
      heading,
    });
    await kit.send(req, res, 'procedure-map', {
      title: reader.t('map.title', { name: process.name }),
      active: 'procedures',
      islands: ['diagram'],
      styles: ['diagram'],
      process,
      choice,
      options: optionsOf(
        reader,
        choice,
        versions.map(({ version }) => version),
      ),
      figures: [
        figure('map', choice.version, other === null ? reader.t('map.diagram') : reader.t('map.main')),
        ...(other === null ? [] : [figure('other', other.version, reader.t('map.second'))]),
      ],
      isComparing: other !== null,
      rows: views
        .filter(({ elementId }) => (nameOf.get(elementId) ?? '') !== '')
        .map((view) => rowOf(reader, view, nameOf.get(view.elementId) ?? '', choice, process))
        .sort((a, b) => b.active - a.active || b.entered - a.entered),
      empty: { icon: 'procedures', title: reader.t('map.empty.title'), text: reader.t('map.empty.text') },
      data: {
        maps: {
          map: marksOf(reader, process, views, choice, greatest),
          other: marksOf(reader, process, otherViews, choice, greatest),
        },
      },
    });
  });

  return router;
}

function rowOf(
  reader: Reader,
  view: MapElementView,
  name: string,
  { measure }: Choice,
  { bpmnProcessId }: ProcessDetailView,
) {
  const times = measure === 'entered' ? view.duration : view[measure];
  const words = (value: number | null) =>
    value === null ? reader.t('common.none') : reader.format.span(value);
  return {
    name,
    active: view.active,
    late: view.late,
    incidents: view.incidents,
    entered: view.entered,
    mean: words(times.mean),
    median: words(times.median),
    p95: words(times.p95),
    href: href('/dossiers', { procedure: bpmnProcessId, etat: 'ACTIVE', etape: view.elementId }),
  };
}

function optionsOf(reader: Reader, choice: Choice, versions: readonly number[]) {
  const option = (value: string, label: string, current: string) => ({
    value,
    label,
    selected: value === current,
  });
  const { t } = reader;
  return {
    periods: periods.map((value) => option(value, t(`map.period.${value}`), choice.period)),
    measures: measures.map((value) => option(value, t(`map.measure.${value}`), choice.measure)),
    statistics: statistics.map((value) => option(value, t(`map.statistic.${value}`), choice.statistic)),
    versions: [
      option('', t('map.allVersions'), String(choice.version ?? '')),
      ...versions.map((n) => option(String(n), t('common.version', { n }), String(choice.version ?? ''))),
    ],
    compare: [
      option('', t('map.compare.none'), choice.compare),
      ...(choice.period === 'all' ? [] : [option(BEFORE, t('map.compare.before'), choice.compare)]),
      ...versions.map((n) => option(String(n), t('map.compare.version', { n }), choice.compare)),
    ],
  };
}
