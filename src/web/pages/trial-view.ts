/** What the page of a trial shows: where it stands, what can be done, and what is done. */
import { initialData, FormSchemaError } from '../../forms';
import type { FormSchema } from '../../forms/schema';
import type { Step, Trial, Waiting } from '../../trial';
import { ByHandField, DONE } from '../../tasks/by-hand';
import { inFrench } from '../../studio/checks/engine-words';
import type { DiagramState } from './case-diagram';
import type { Reader } from './kit/renderer';
import { shownForm } from './kit/shown-form';

type Values = Readonly<Record<string, unknown>>;

export const idOf = ({ kind, key }: Waiting): string => `${kind}-${String(key)}`;

/** Of the procedure under trial; what it calls has its own drawing. */
export function trialDiagram(trial: Trial): DiagramState {
  const { observed } = trial.sandbox;
  const own = `${trial.source.bpmnProcessId}/`;
  const counts = (from: ReadonlyMap<string, number>) =>
    Object.fromEntries(
      [...from].filter(([at, n]) => at.startsWith(own) && n > 0).map(([at, n]) => [at.slice(own.length), n]),
    );
  const incidents = trial
    .waiting()
    .filter(({ kind, process }) => kind === 'INCIDENT' && own === `${process}/`);
  return {
    active: counts(observed.active),
    completed: counts(observed.completed),
    flows: counts(observed.flows),
    incidents: [...new Set(incidents.map(({ element }) => element))],
  };
}

const detailOf = (reader: Reader, trial: Trial, one: Waiting): string => {
  switch (one.kind) {
    case 'TASK':
      return reader.t('trial.kind.TASK');
    case 'WORKER':
      return trial.contractOf(one)?.description ?? reader.t('trial.unknownWorker');
    case 'MESSAGE':
    case 'START_MESSAGE':
    case 'SIGNAL':
      return reader.t(`trial.kind.${one.kind}`);
    case 'TIMER':
      return reader.t('trial.kind.TIMER', { at: reader.format.dateTime(new Date(one.dueAt).toISOString()) });
    case 'INCIDENT':
      return reader.t('trial.kind.INCIDENT');
  }
};

const incidentWords: readonly (readonly [RegExp, string])[] = [
  [
    /^Expected at least one condition/,
    'Aucune flèche de ce choix ne convient, et aucune n’est « par défaut ».',
  ],
  [
    /^Expected result of the expression '([\s\S]*)' to be/,
    'Le résultat de « $1 » n’est pas de la sorte attendue.',
  ],
  [
    /^Failed to evaluate expression '([\s\S]*?)'/i,
    'L’expression « $1 » ne se calcule pas avec les données du dossier.',
  ],
  [
    /^Assertion failure on evaluate the expression '([\s\S]*?)':[\s\S]*/,
    'L’expression « $1 » lit une donnée qui manque.',
  ],
  [/^Expected to throw an error event with the code '([^']*)'/, 'L’erreur « $1 » n’est attendue nulle part.'],
  [/^Expected to find a form with id '([^']*)'/, 'Le formulaire « $1 » n’existe pas.'],
  [/^Expected process with BPMN process id '([^']*)'/, 'La procédure appelée « $1 » n’existe pas.'],
];

/** The incident's sentence; what an author or a worker wrote stays as it is. */
export function incidentText({ errorType, message }: Extract<Waiting, { kind: 'INCIDENT' }>): string {
  for (const [pattern, french] of incidentWords) {
    const match = pattern.exec(message);
    if (match !== null) return french.replace(/\$(\d)/g, (_, index: string) => match[Number(index)] ?? '');
  }
  return errorType.startsWith('JOB') ? message : inFrench(message);
}

export const isByForm = ({ kind }: Waiting): boolean => kind === 'TASK' || kind === 'WORKER';

export function waitingView(reader: Reader, trial: Trial, chosen: Waiting | undefined) {
  return trial.waiting().map((one) => ({
    id: idOf(one),
    name: trial.nameOf(one),
    detail: detailOf(reader, trial, one),
    isChosen: one === chosen,
    isTimer: one.kind === 'TIMER',
    isIncident: one.kind === 'INCIDENT',
  }));
}

interface Shown {
  readonly schema: FormSchema | null;
  readonly variables: Values;
}

/** The form that the island opens. */
export function shownOf(trial: Trial, chosen: Waiting | undefined, given: Values): Shown {
  if (!trial.hasStarted) return { schema: shownForm(trial.startForm), variables: given };
  if (chosen === undefined) return { schema: null, variables: {} };
  const schema = trial.formOf(chosen);
  if (chosen.kind === 'WORKER') {
    const example = trial.exampleOf(chosen);
    return { schema: shownForm(schema), variables: { ...example, [ByHandField.OUTCOME]: DONE } };
  }
  if (schema === null) return { schema, variables: {} };
  try {
    return { schema: shownForm(schema), variables: initialData(schema, trial.variablesOf(chosen)) };
  } catch (error) {
    if (!(error instanceof FormSchemaError)) throw error;
    return { schema: null, variables: {} };
  }
}

interface Labelled {
  readonly key?: unknown;
  readonly label?: unknown;
  readonly dateLabel?: unknown;
  readonly components?: unknown;
}

/** What the trial's forms call their fields, by key. */
function labelsOf(trial: Trial): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const visit = (components: unknown): void => {
    if (!Array.isArray(components)) return;
    for (const { key, label, dateLabel, components: inner } of components as readonly Labelled[]) {
      const said = label ?? dateLabel;
      if (typeof key === 'string' && typeof said === 'string') labels.set(key, said);
      visit(inner);
    }
  };
  for (const schema of trial.sandbox.observed.formsById.values()) visit(schema['components']);
  return labels;
}

const given = ['initiateur', 'numeroDossier', 'superieur'] as const;
type Given = (typeof given)[number];
const isGiven = (name: string): name is Given => (given as readonly string[]).includes(name);

/** Every case that began in the trial, with what it knows. */
export function dataOf(reader: Reader, trial: Trial) {
  const { observed } = trial.sandbox;
  const labels = labelsOf(trial);
  const labelOf = (name: string) =>
    isGiven(name) ? reader.t(`trial.given.${name}`) : (labels.get(name) ?? name);
  return [...observed.instances.values()]
    .map(({ key, process }) => ({
      name: trial.descriptions.get(process)?.name ?? process,
      variables: [...(observed.variables.get(key) ?? [])].map(([name, value]) => ({
        name: labelOf(name),
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    }))
    .filter(({ variables }) => variables.length > 0);
}

export function journalOf(reader: Reader, trial: Trial): readonly string[] {
  return trial.steps.map((step: Step) =>
    reader.t(`trial.did.${step.kind}`, { name: 'at' in step ? trial.nameOf(step.at) : '' }),
  );
}
