/** Failures in words that a chief of bureau understands: the text of the incident. */
import { printJson } from '../../json';
import type { z } from 'zod';

/** An error made for people: its message is a French sentence. `retryable: false` asks for an incident at once. */
export interface ExplainedError extends Error {
  readonly retryable: boolean;
  readonly retryAfterMillis?: number | undefined;
  /** What the step needs is away for everybody: it waits without using up its retries. */
  readonly outage?: boolean | undefined;
}

/** Throw where the step can only wait, and may. `message` is a French sentence. */
export class OutageFailure extends Error implements ExplainedError {
  override readonly name = 'OutageFailure';
  readonly retryable = true;
  readonly outage = true;
}

export function isExplained(error: unknown): error is ExplainedError {
  return error instanceof Error && 'retryable' in error && typeof error.retryable === 'boolean';
}

/** What is wrong with the variables: each by its name, with what was expected and what came. */
export function explainVariables(jobType: string, error: z.ZodError, variables: unknown): string {
  const lines = error.issues.flatMap((issue) => explainIssue(issue, variables));
  return (
    `L’étape automatique « ${jobType} » n’a pas pu commencer, car des données du dossier ne conviennent pas.\n` +
    `${[...new Set(lines)].join('\n')}\nCorrigez ces données, puis relancez l’étape.`
  );
}

type Issue = z.core.$ZodIssue;

function explainIssue(issue: Issue, variables: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `Variable « ${key} » : elle n’est pas attendue.`);
  }
  const name = issue.path.map(String).join('.');
  const came = valueAt(variables, issue.path);
  const received = came === undefined ? 'elle est absente' : `la valeur reçue est ${shorten(came)}`;
  return [`Variable « ${name} » : ${expectation(issue)}, mais ${received}.`];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? `une valeur de type ${issue.expected} est attendue`;
    case 'too_small':
      return issue.origin === 'string'
        ? `un texte d’au moins ${issue.minimum} caractère(s) est attendu`
        : `une valeur ${issue.inclusive === false ? 'supérieure à' : 'd’au moins'} ${issue.minimum} est attendue`;
    case 'too_big':
      return issue.origin === 'string'
        ? `un texte d’au plus ${issue.maximum} caractères est attendu`
        : `une valeur ${issue.inclusive === false ? 'inférieure à' : 'd’au plus'} ${issue.maximum} est attendue`;
    case 'invalid_format':
      return formatNames[issue.format] ?? 'un autre format est attendu';
    case 'invalid_value':
      return `l’une de ces valeurs est attendue : ${issue.values.map(String).join(', ')}`;
    case 'custom':
      return issue.message;
    default:
      return 'une autre valeur est attendue';
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'un texte est attendu',
  number: 'un nombre est attendu',
  int: 'un nombre entier est attendu',
  boolean: 'une réponse oui ou non est attendue',
  array: 'une liste est attendue',
  object: 'un ensemble de données est attendu',
  record: 'un ensemble de données est attendu',
};

const formatNames: Readonly<Record<string, string>> = {
  email: 'une adresse de courriel est attendue (nom@domaine)',
  uuid: 'un identifiant (UUID) est attendu',
  date: 'une date est attendue (AAAA-MM-JJ)',
  regex: 'un autre format est attendu',
};

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, root);
}

function shorten(value: unknown): string {
  const text = printJson(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
