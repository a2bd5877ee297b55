/**
 * The groups that a process names: those of its user tasks and of the service tasks that people may do by hand
 * (header `candidateGroups`), those that it gives to a circuit (`{groupe: "dsi", …}`, or an input `groupe…`), and the
 * lanes, as a lane may hold only automatic steps.
 */
import { literalsOf } from '../feel';
import { children, expressionOf, extension, text, walk, type Element } from './element';

export interface Actors {
  /** Groups that it gives tasks to, sorted. */
  readonly assignedGroups: readonly string[];
  /** The same and the lanes, by the slug of their names (« GS » is `gs`), sorted. */
  readonly actorGroups: readonly string[];
}

/** `dsi, cb-bit` lists names; of a FEEL expression, the texts that stand in it. */
export function groupsOf(attribute: string | undefined): readonly string[] {
  const { kind, source } = expressionOf((attribute ?? '').trim());
  return kind === 'feel' ? literalsOf(source).strings : source.split(',').map((name) => name.trim());
}

function givenGroups(input: Element): readonly string[] {
  const { kind, source } = expressionOf((text(input, 'source') ?? '').trim());
  if (kind !== 'feel') return [];
  const { entries, whole } = literalsOf(source);
  const named = entries.filter(([key]) => key === 'groupe').map(([, group]) => group);
  const isGroup = whole !== null && (text(input, 'target') ?? '').startsWith('groupe');
  return isGroup ? [...named, whole] : named;
}

function groupsOfElement(element: Element): readonly string[] {
  const headers = children(extension(element, 'zeebe:TaskHeaders'), 'values');
  const byHand = headers.filter((header) => text(header, 'key') === 'candidateGroups');
  return [
    ...groupsOf(text(extension(element, 'zeebe:AssignmentDefinition'), 'candidateGroups')),
    ...byHand.flatMap((header) => groupsOf(text(header, 'value'))),
    ...children(extension(element, 'zeebe:IoMapping'), 'inputParameters').flatMap(givenGroups),
  ];
}

export function slugOf(name: string): string {
  const ascii = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

const sorted = (names: readonly string[]): readonly string[] =>
  [...new Set(names.filter((name) => name !== ''))].sort();

export function actorsOf(process: Element, lanes: readonly Element[]): Actors {
  const assignedGroups = sorted([...walk(process)].flatMap(groupsOfElement));
  const laneNames = lanes.map((lane) => slugOf(text(lane, 'name') ?? ''));
  return { assignedGroups, actorGroups: sorted([...assignedGroups, ...laneNames]) };
}
