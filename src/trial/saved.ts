/** A walk kept as a test case of its procedure: what was done, and where it led. */
import { z } from 'zod';
import { DomainError } from '../errors/catalogue';
import { Trial, type TrialParts, type TrialSource } from './trial';
import { stepShape } from './step';

const passage = z.strictObject({ process: z.string(), element: z.string(), name: z.string() });

export const savedShape = z.strictObject({
  titre: z.string().trim().min(1).max(200),
  bpmnProcessId: z.string().min(1),
  /** Milliseconds since the epoch: when its time begins. */
  startAt: z.number().int(),
  steps: z.array(stepShape).min(1).max(1_000),
  expected: z.strictObject({
    /** In the order in which they began. */
    path: z.array(passage).max(10_000),
    ends: z.array(passage),
    state: z.enum(['NEW', 'ACTIVE', 'COMPLETED', 'TERMINATED']),
    variables: z.record(z.string(), z.unknown()),
  }),
});
export type SavedCase = z.output<typeof savedShape>;

/** Throws `DomainError` RESOURCE_INVALID. */
export function readCase(content: string, name: string): SavedCase {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    json = null;
  }
  const found = savedShape.safeParse(json);
  if (found.success) return found.data;
  throw new DomainError(
    'RESOURCE_INVALID',
    `« ${name} » n’est pas un cas d’essai lisible : enregistrez-le de nouveau depuis « Essayer », ou retirez-le.`,
  );
}

export function isCase(content: string): boolean {
  try {
    readCase(content, '');
    return true;
  } catch {
    return false;
  }
}

function expectedOf(trial: Trial): SavedCase['expected'] {
  const { observed } = trial.sandbox;
  const named = (one: { readonly process: string; readonly element: string }) => ({
    ...one,
    name: trial.nameOf(one),
  });
  const [first] = observed.instances.values();
  const variables = first === undefined ? [] : [...(observed.variables.get(first.key) ?? [])];
  return {
    path: observed.path.map(named),
    ends: observed.ends.map(named),
    state: trial.state,
    variables: Object.fromEntries(variables),
  };
}

export const caseOf = (trial: Trial, titre: string): SavedCase => ({
  titre,
  bpmnProcessId: trial.source.bpmnProcessId,
  startAt: trial.source.startAt,
  steps: [...trial.steps],
  expected: expectedOf(trial),
});

export interface Replay {
  readonly passes: boolean;
  /** French sentences; empty when it passes. */
  readonly differences: readonly string[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `« ${name} »`).join(', ');
const states: Readonly<Record<SavedCase['expected']['state'], string>> = {
  NEW: 'pas commencé',
  ACTIVE: 'en cours',
  COMPLETED: 'terminé',
  TERMINATED: 'arrêté',
};

/** What the second has more often than the first, in its order. */
function more(first: readonly string[], second: readonly string[]): string[] {
  const left = [...first];
  return second.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

const names = (path: SavedCase['expected']['path']): string[] => path.map(({ name }) => name);
const idOf = ({ process, element }: { readonly process: string; readonly element: string }): string =>
  `${process}/${element}`;

function pathDifferences(expected: SavedCase['expected'], found: SavedCase['expected']): string[] {
  const [before, after] = [expected.path.map(idOf), found.path.map(idOf)];
  const nameOf = new Map([...expected.path, ...found.path].map((one) => [idOf(one), one.name]));
  const called = (list: readonly string[]) => quoted(list.map((id) => nameOf.get(id) ?? id));
  const [missing, added] = [more(after, before), more(before, after)];
  if (missing.length === 0 && added.length === 0) {
    return before.join() === after.join() ? [] : ['Les mêmes étapes se suivent dans un autre ordre.'];
  }
  return [
    ...(missing.length > 0 ? [`Ne passe plus par ${called(missing)}.`] : []),
    ...(added.length > 0 ? [`Passe maintenant par ${called(added)}.`] : []),
  ];
}

const shown = (value: unknown): string => {
  const json = value === undefined ? 'rien' : JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
};

function endDifferences(expected: SavedCase['expected'], found: SavedCase['expected']): string[] {
  const differences: string[] = [];
  if (expected.state !== found.state)
    differences.push(`Le dossier est ${states[found.state]}, attendu : ${states[expected.state]}.`);
  if (names(expected.ends).join() !== names(found.ends).join()) {
    const [before, after] = [quoted(names(expected.ends)), quoted(names(found.ends))];
    differences.push(`Se termine par ${after || 'aucune fin'}, attendu : ${before || 'aucune fin'}.`);
  }
  for (const [name, value] of Object.entries(expected.variables)) {
    const now = found.variables[name];
    if (JSON.stringify(now) !== JSON.stringify(value))
      differences.push(`La donnée « ${name} » vaut ${shown(now)}, attendu : ${shown(value)}.`);
  }
  return differences;
}

/** Does the case again on these files. Never throws a `DomainError`: what fails is a difference. */
export async function replay(
  parts: TrialParts,
  source: Pick<TrialSource, 'files'>,
  saved: SavedCase,
): Promise<Replay> {
  const { bpmnProcessId, startAt } = saved;
  let trial: Trial | undefined;
  let done = 0;
  try {
    trial = await Trial.open(parts, { files: source.files, bpmnProcessId, startAt });
    for (const step of saved.steps) {
      await trial.perform(step);
      done += 1;
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { passes: false, differences: [stopped(error, done), ...leftOut(trial, saved)] };
  }
  const found = expectedOf(trial);
  const differences = [...pathDifferences(saved.expected, found), ...endDifferences(saved.expected, found)];
  return { passes: differences.length === 0, differences };
}

function stopped(error: DomainError, done: number): string {
  const fields = error.errors.map(({ label, message }) => ` ${label} : ${message}`).join('');
  return `Le geste ${String(done + 1)} ne se fait plus : ${error.message}${fields}`;
}

function leftOut(trial: Trial | undefined, saved: SavedCase): string[] {
  if (trial === undefined) return [];
  const found = expectedOf(trial);
  const added = pathDifferences(saved.expected, found).filter((one) => one.startsWith('Passe maintenant'));
  return added;
}
