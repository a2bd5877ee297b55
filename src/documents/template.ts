/**
 * Document templates: templates/documents/<name>.yaml. The structure is read first and the values are put into its
 * texts afterwards, so that a value can never change the structure.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../config/root';
import { ordinalFirst } from '../text/typography';
import { DocumentError } from './errors';

const text = z.string();
/** Name of a variable: the block is left out when it has no value. */
const when = { si: text.optional() };

const block = z.union([
  z.strictObject({ intertitre: text, ...when }),
  z.strictObject({ paragraphe: text, ...when }),
  /** Label and value, one line each. A value that is empty is shown as a dash. */
  z.strictObject({ champs: z.array(z.tuple([text, text])), ...when }),
  z.strictObject({ liste: z.array(text), ...when }),
  /** `lignes` names a variable that holds a list of objects; `valeurs` are rendered once for each. */
  z.strictObject({
    tableau: z.strictObject({
      lignes: text,
      colonnes: z.array(z.strictObject({ titre: text, valeur: text, largeur: z.number().positive() })),
    }),
    ...when,
  }),
  z.strictObject({ signatures: z.array(z.strictObject({ qualite: text, mention: text })), ...when }),
]);

const templateSchema = z.strictObject({
  titre: text,
  sousTitre: text.default(''),
  /** Case number, shown in the header and at the foot of each page; none: of no case. */
  reference: text.default(''),
  /** File name. */
  nom: text,
  /** Kind of document, as listed in the case. */
  nature: text,
  /** Process variable that takes the document's id. */
  variable: text.default('documentId'),
  variables: z.array(text).default([]),
  blocs: z.array(block),
});

export type DocumentTemplate = z.output<typeof templateSchema>;

export type DocumentBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [string, string])[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly { readonly title: string; readonly width: number }[];
      readonly rows: readonly (readonly string[])[];
    }
  | {
      readonly kind: 'signatures';
      readonly boxes: readonly { readonly role: string; readonly note: string }[];
    };

/** A document with its values, ready for the page. */
export interface DocumentContent {
  readonly title: string;
  readonly subtitle: string;
  readonly reference: string;
  readonly fileName: string;
  readonly kind: string;
  readonly variable: string;
  readonly blocks: readonly DocumentBlock[];
}

export type TemplateData = Readonly<Record<string, unknown>>;

/** Throws `DocumentError` for an unknown template or a missing variable. */
export function fillTemplate(
  name: string,
  data: TemplateData,
  folder = path.join(projectRoot, 'templates', 'documents'),
): DocumentContent {
  const template = readTemplate(folder, name);
  checkVariables(name, template.variables, data);
  const fill = (source: string, values: TemplateData = data) => clean(compile(source)(values));
  return {
    title: fill(template.titre),
    subtitle: fill(template.sousTitre),
    reference: fill(template.reference),
    fileName: fileNameOf(fill(template.nom)),
    kind: template.nature,
    variable: template.variable,
    blocks: template.blocs.flatMap((entry) => {
      if (entry.si !== undefined && isBlank(own(data, entry.si))) return [];
      return [fillBlock(entry, data, fill)];
    }),
  };
}

function fillBlock(
  entry: DocumentTemplate['blocs'][number],
  data: TemplateData,
  fill: (source: string, values?: TemplateData) => string,
): DocumentBlock {
  if ('intertitre' in entry) return { kind: 'heading', text: fill(entry.intertitre) };
  if ('paragraphe' in entry) return { kind: 'paragraph', text: fill(entry.paragraphe) };
  if ('champs' in entry) {
    return {
      kind: 'fields',
      fields: entry.champs.map(([label, value]) => [fill(label), fill(value) || '—']),
    };
  }
  if ('liste' in entry) return { kind: 'list', items: entry.liste.map((item) => fill(item)) };
  if ('tableau' in entry) {
    const { lignes, colonnes } = entry.tableau;
    const found = own(data, lignes);
    const rows: unknown[] = Array.isArray(found) ? found : [];
    return {
      kind: 'table',
      columns: colonnes.map((column) => ({ title: fill(column.titre), width: column.largeur })),
      rows: rows.map((row) => colonnes.map((column) => fill(column.valeur, row as TemplateData))),
    };
  }
  return {
    kind: 'signatures',
    boxes: entry.signatures.map((box) => ({ role: fill(box.qualite), note: fill(box.mention) })),
  };
}

function readTemplate(folder: string, name: string): DocumentTemplate {
  const unknown = (cause?: unknown) =>
    new DocumentError(
      `Le modèle de document « ${name.slice(0, 100)} » n’existe pas (dossier templates/documents).`,
      { cause },
    );
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw unknown();
  let source: string;
  try {
    source = readFileSync(path.join(folder, `${name}.yaml`), 'utf8');
  } catch (error) {
    throw unknown(error);
  }
  return templateSchema.parse(parse(source));
}

function checkVariables(name: string, variables: readonly string[], data: TemplateData): void {
  const missing = variables.filter((variable) => isBlank(own(data, variable)));
  if (missing.length === 0) return;
  const names = missing.map((variable) => `« ${variable} »`).join(', ');
  throw new DocumentError(
    `Le modèle de document « ${name} » attend une valeur pour ${names}, mais le dossier n’en a pas. ` +
      'Complétez le dossier, puis relancez.',
  );
}

function own(data: TemplateData, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

const handlebars = createHandlebars();
const compiled = new Map<string, Handlebars.TemplateDelegate>();

function compile(source: string): Handlebars.TemplateDelegate {
  const known = compiled.get(source) ?? handlebars.compile(source, { noEscape: true });
  compiled.set(source, known);
  return known;
}

function createHandlebars(): typeof Handlebars {
  const made = Handlebars.create();
  // A form's date has no time: read and shown in UTC it stays the same day. A moment is shown in the office's time.
  const day = new Intl.DateTimeFormat('fr-FR', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const moment = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'short' });
  const format = (value: unknown, by: Intl.DateTimeFormat) => {
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? value : ordinalFirst(by.format(time));
  };
  made.registerHelper('date', (value: unknown) => format(value, day));
  made.registerHelper('horodatage', (value: unknown) => format(value, moment));
  return made;
}

/** Keeps line breaks; drops other control characters and direction marks that could rearrange the text. */
function clean(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

/** A plain name: no path, no control characters, nothing that a file system refuses; at most 120 characters. */
export function fileNameOf(value: string): string {
  const { name, ext } = path.parse(
    value
      .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
      .replace(/[\\/:*?"<>|]/g, '-')
      .replace(/^[.\s]+|[.\s]+$/g, ''),
  );
  const short = Array.from(name).slice(0, 120).join('').trim();
  return `${short === '' ? 'document' : short}${ext.slice(0, 12)}`;
}
