/**
 * Mail templates: templates/mail/<name>.hbs, in three parts.
 *
 *     ---
 *     sujet: Dossier {{numeroDossier}} : …
 *     variables: numeroDossier, requerant
 *     ---
 *     <p>HTML body, values escaped</p>
 *     --- texte ---
 *     Plain text body, the same words
 *
 * `variables` names those that must be there; others may be tested with {{#if}}. `lienMotsDePasse` is there when
 * PUBLIC_URL is set; the layouts link the case by themselves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '../../config/root';
import { nonBreaking, ordinalFirst } from '../../text/typography';
import { oneLine, printable } from './clean';
import { MailError } from './errors';

export interface RenderedMail {
  /** One line, no control characters, at most 200 characters. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export type TemplateData = Readonly<Record<string, unknown>>;

/** What the mail is about; null: no case. */
export interface MailSubject {
  readonly processInstanceKey: string | null;
}

export interface MailTemplates {
  /** Throws `MailError` (not retryable) for an unknown template or a missing variable. */
  render(name: string, data: TemplateData, about?: MailSubject): RenderedMail;
}

interface CompiledTemplate {
  readonly variables: readonly string[];
  readonly subject: Handlebars.TemplateDelegate;
  readonly html: Handlebars.TemplateDelegate;
  readonly text: Handlebars.TemplateDelegate;
}

export interface MailTemplateOptions {
  /** Shown at the head and foot of every mail. */
  readonly administration: string;
  /** Where people find the pages, without a slash at its end; null and unset: mails have no links. */
  readonly publicUrl?: string | null;
  readonly folder?: string;
}

const longestSubject = 200;
const largestBody = 500_000;
/** Handlebars' own default, which it would announce on the console. */
const ownPropertiesOnly = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };
const partsPattern = /^---\n(?<front>[\s\S]*?)\n---\n(?<html>[\s\S]*?)\n--- texte ---\n(?<text>[\s\S]*)$/;

export function hasMailTemplate(name: string): boolean {
  return readdirSync(path.join(projectRoot, 'templates', 'mail')).includes(`${name}.hbs`);
}

export function loadMailTemplates(options: MailTemplateOptions): MailTemplates {
  const folder = options.folder ?? path.join(projectRoot, 'templates', 'mail');
  const handlebars = createHandlebars();
  const layouts = {
    html: handlebars.compile(readFileSync(path.join(folder, 'layouts', 'html.hbs'), 'utf8')),
    text: handlebars.compile(readFileSync(path.join(folder, 'layouts', 'texte.hbs'), 'utf8'), {
      noEscape: true,
    }),
  };
  const compiled = new Map<string, CompiledTemplate>();

  const linkTo = (place: string): string | null =>
    options.publicUrl == null ? null : `${options.publicUrl}${place}`;

  function find(name: string): CompiledTemplate {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const template = compile(handlebars, name, readTemplate(folder, name));
    compiled.set(name, template);
    return template;
  }

  return {
    render(name, data, about = { processInstanceKey: null }) {
      const template = find(name);
      checkVariables(name, template.variables, data);
      // Links are ours alone: a variable of the case that has the name is not taken for one.
      const parts = fill(name, template, { ...data, lienMotsDePasse: linkTo('/mots-de-passe') });
      const { processInstanceKey: key } = about;
      const frame = {
        administration: options.administration,
        subject: parts.subject,
        caseLink: key === null ? null : linkTo(`/dossiers/${encodeURIComponent(key)}`),
      };
      return {
        subject: parts.subject,
        html: layouts.html({ ...frame, body: parts.html }),
        text: layouts.text({ ...frame, body: parts.text }),
      };
    },
  };
}

/** Of the project's folder, sorted. */
export function mailTemplateNames(): readonly string[] {
  return readdirSync(path.join(projectRoot, 'templates', 'mail'))
    .filter((name) => name.endsWith('.hbs'))
    .map((name) => name.slice(0, -'.hbs'.length))
    .sort();
}

function readTemplate(folder: string, name: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw unknownTemplate(name);
  try {
    return readFileSync(path.join(folder, `${name}.hbs`), 'utf8');
  } catch (error) {
    throw unknownTemplate(name, error);
  }
}

function unknownTemplate(name: string, cause?: unknown): MailError {
  const text = `Le modèle de courriel « ${name.slice(0, 100)} » n’existe pas (dossier templates/mail).`;
  return new MailError(text, false, { cause });
}

/** Throws when the file is not in the three parts: a fault of the program, found by the tests. */
function compile(handlebars: typeof Handlebars, name: string, source: string): CompiledTemplate {
  const parts = partsPattern.exec(source.replaceAll('\r\n', '\n'))?.groups;
  const front = new Map(
    (parts?.['front'] ?? '').split('\n').map((line) => {
      const [key = '', ...rest] = line.split(':');
      return [key.trim(), rest.join(':').trim()] as const;
    }),
  );
  const subject = front.get('sujet');
  if (parts === undefined || subject === undefined) {
    throw new Error(
      `Expected templates/mail/${name}.hbs to have a front part with "sujet", a body and "--- texte ---"`,
    );
  }
  return {
    variables: (front.get('variables') ?? '').split(',').flatMap((variable) => variable.trim() || []),
    subject: handlebars.compile(nonBreaking(subject), { noEscape: true }),
    html: handlebars.compile(nonBreaking(parts['html'] ?? '')),
    text: handlebars.compile(nonBreaking(parts['text'] ?? ''), { noEscape: true }),
  };
}

/** Throws `MailError` for values that no mail can show. */
function fill(name: string, template: CompiledTemplate, data: TemplateData): RenderedMail {
  const filled = (part: Handlebars.TemplateDelegate): string => {
    try {
      return part(data, ownPropertiesOnly);
    } catch (error) {
      const text = `Le modèle de courriel « ${name} » ne peut pas être rempli : une donnée du dossier n’est pas un texte.`;
      throw new MailError(`${text} Corrigez le dossier, puis relancez.`, false, { cause: error });
    }
  };
  const mail = {
    subject: oneLine(filled(template.subject), longestSubject),
    html: printable(filled(template.html)).trim(),
    text: printable(filled(template.text)).trim(),
  };
  if (mail.html.length <= largestBody && mail.text.length <= largestBody) return mail;
  const text = `Le modèle de courriel « ${name} » donne un courriel trop long : au plus ${largestBody} caractères.`;
  throw new MailError(`${text} Raccourcissez les données du dossier, puis relancez.`, false);
}

function checkVariables(name: string, variables: readonly string[], data: TemplateData): void {
  const missing = variables.filter((variable) =>
    isBlank(Object.hasOwn(data, variable) ? data[variable] : null),
  );
  if (missing.length === 0) return;
  const names = missing.map((variable) => `« ${variable} »`).join(', ');
  throw new MailError(
    `Le modèle de courriel « ${name} » attend une valeur pour ${names}, mais le dossier n’en a pas. ` +
      'Complétez le dossier, puis relancez.',
    false,
  );
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function createHandlebars(): typeof Handlebars {
  const handlebars = Handlebars.create();
  const day = new Intl.DateTimeFormat('fr-FR', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  handlebars.registerHelper('date', (value: unknown) => {
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    // The day keeps to its month.
    return Number.isNaN(time) ? value : ordinalFirst(day.format(time)).replace(' ', '\u00a0');
  });
  /** HTML only: keeps the line breaks of a longer text. */
  handlebars.registerHelper('lignes', (value: unknown) => {
    const escaped = Handlebars.Utils.escapeExpression(String(value ?? ''));
    return new Handlebars.SafeString(escaped.replace(/\r\n|\r|\n/g, '<br>\n'));
  });
  return handlebars;
}
