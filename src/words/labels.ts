/** Labels and readable values of a case's variables, taken from the forms that made them. */
import type { FormSchema } from '../forms/schema';
import { isGraphNotation, quotationOf } from '../text/graph-notation';
import { nonBreaking } from '../text/typography';
import type { TaskView } from '../readmodel/views';
import { isReference } from '../documents/files/references';
import { isMessageKey } from '../text/catalogue';
import type { ReadModel } from '../app/ports';
import type { TextReader } from '../text/reader';

interface FormField {
  readonly key: string;
  readonly label: string;
  /** Readable text by value, for fields with options. */
  readonly options: ReadonlyMap<string, string>;
  /** After a number: its unit or currency. */
  readonly unit: string | null;
  /** Of a dynamic list: the fields of its rows. */
  readonly rows: readonly FormField[];
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function fieldOf(component: Readonly<Record<string, unknown>>): FormField | null {
  const label = component.label ?? component.dateLabel ?? component.timeLabel;
  const isList = component.type === 'dynamiclist';
  const key = isList ? component.path : component.key;
  if (typeof key !== 'string' || typeof label !== 'string' || label === '') return null;
  const options = list(component.values).map(record);
  const { suffixAdorner } = record(component.appearance);
  return {
    key,
    label,
    options: new Map(options.map((option) => [String(option.value), String(option.label ?? option.value)])),
    unit: typeof suffixAdorner === 'string' ? suffixAdorner : null,
    rows: isList ? formFields(component) : [],
  };
}

/** All fields of a form-js schema, those inside groups included, those of a list's rows within the list. */
export function formFields(schema: FormSchema | null): FormField[] {
  return list(schema?.components).flatMap((candidate) => {
    const component = record(candidate);
    const field = fieldOf(component);
    const inside = component.type === 'dynamiclist' ? [] : formFields(component);
    return [...(field === null ? [] : [field]), ...inside];
  });
}

/** `quantiteDisponible` → « Quantite disponible »: the last resort for a name that nothing labels. */
function humanized(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Variables that carry keys and accounts for the program: people read them elsewhere on the page, or not at all. */
const technical = new Set([
  'initiateur',
  'numeroDossier',
  'cleAttente',
  'reservationId',
  'dossierArchiveId',
  'superieur',
  'signataires',
  'rangSignataire',
  'rangDestinataire',
  'echelons',
  'rangEchelon',
  'groupeClassement',
  'delaiNouvelEssai',
  'documentsCourriel',
  'reponseCourriel',
  'modeleNotification',
  'retourPossible',
]);

export function isForPeople(name: string): boolean {
  return !technical.has(name) && !name.endsWith('DocumentId') && !name.startsWith('destinataires');
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** « groupe:csdc », as a mail's recipient may be written. */
const actor = /^(groupe|compte):(.+)$/;

/** A row a line: « Matériel : Écran ; Quantité : 3 ». */
function readable(reader: TextReader, field: FormField | undefined, value: unknown): string {
  if (Array.isArray(value) && field !== undefined && field.rows.length > 0) {
    const lineOf = (row: Readonly<Record<string, unknown>>) =>
      field.rows
        .filter(({ key }) => isFilled(row[key]))
        .map((inner) => `${inner.label} : ${readable(reader, inner, row[inner.key])}`);
    return list(value)
      .map((row) => lineOf(record(row)).join(' ; '))
      .join('\n');
  }
  if (typeof value === 'string' && actor.test(value)) return value.replace(actor, '$1 « $2 »');
  const files = list(value).filter(isReference);
  if (files.length > 0)
    return files.map(({ metadata }) => String(record(metadata).fileName ?? '')).join(', ');
  const isCode = typeof value === 'string' || typeof value === 'number';
  const chosen = isCode ? field?.options.get(String(value)) : undefined;
  if (chosen !== undefined) return chosen;
  const shown = reader.format.value(value);
  return typeof value === 'number' && field?.unit ? `${shown}\u00a0${field.unit}` : shown;
}

/** A describer of variables, knowing these forms; `contracts` say what automatic steps leave, when no form does. */
export function variableDescriber(
  reader: TextReader,
  forms: readonly (FormSchema | null)[],
  contracts: readonly FormSchema[] = [],
): (name: string, value: unknown) => Fact {
  const all = [...contracts, ...forms].flatMap((form) => formFields(form));
  const fields = new Map(all.map((field) => [field.key, field]));
  return (name, value) => {
    const field = fields.get(name);
    const key = `variable.${name}`;
    return {
      label: nonBreaking(isMessageKey(key) ? reader.t(key) : (field?.label ?? humanized(name))),
      value: nonBreaking(readable(reader, field, value)),
    };
  };
}

/** A documentation text as paragraphs, without the notation of the guide's graphs. */
export function paragraphs(documentation: string | null): string[] {
  return (documentation ?? '')
    .split(/\n\s*\n|\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '' && !isGraphNotation(quotationOf(paragraph) ?? ''))
    .map(nonBreaking);
}

/** What people read of these variables, in the order of the forms that asked for them, the others after. */
export function describedFacts(
  describe: (name: string, value: unknown) => Fact,
  forms: readonly (FormSchema | null)[],
  variables: Readonly<Record<string, unknown>>,
): Fact[] {
  const order = forms.flatMap((form) => formFields(form)).map((field) => field.key);
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(variables)
    .filter(([name]) => isForPeople(name))
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => describe(name, value));
}

interface FormSources {
  readonly queries: Pick<ReadModel, 'callers' | 'formsOfTasks' | 'instance' | 'tasks' | 'process'>;
}

/**
 * The forms that named an instance's variables: the start form and those of its tasks so far, after those of the
 * instances that called it, whose variables it was given.
 */
export async function formsOfCase(
  services: FormSources,
  startForm: FormSchema | null,
  tasks: readonly TaskView[],
  processInstanceKey: string,
): Promise<(FormSchema | null)[]> {
  const callers = await services.queries.callers(processInstanceKey);
  const inherited = await Promise.all(callers.map((key) => formsOfCaller(services, key)));
  return [...inherited.reverse().flat(), startForm, ...(await formsOf(services, tasks))];
}

function formsOf({ queries }: FormSources, tasks: readonly TaskView[]) {
  const oneByElement = new Map(tasks.map((task) => [task.elementId, task.key]));
  return queries.formsOfTasks([...oneByElement.values()]);
}

async function formsOfCaller(services: FormSources, processInstanceKey: string) {
  const { queries } = services;
  const [instance, tasks] = await Promise.all([
    queries.instance(processInstanceKey),
    queries.tasks({ processInstanceKey, limit: 200 }),
  ]);
  const process = instance === null ? null : await queries.process(instance.bpmnProcessId);
  return [process?.startForm ?? null, ...(await formsOf(services, tasks.items))];
}
