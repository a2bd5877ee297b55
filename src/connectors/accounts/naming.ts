/** Names of accounts and workstations by configured rules. Nothing of a person's name but a-z, 0-9 and - gets through. */
import { z } from 'zod';
import { refused } from './error';

export const NAME_ORDERS = ['prenom nom', 'nom prenom'] as const;
export type NameOrder = (typeof NAME_ORDERS)[number];

export interface PersonName {
  /** As it is shown, without control characters. */
  readonly full: string;
  readonly first: string;
  readonly last: string;
}

const token = /\{\{\s*([a-z]+)(?:\.(\d))?\s*\}\}/gu;

/** A rule such as `{{prenom.0}}{{nom}}` (first letter, then the family name), of these parts and literal text. */
export const nameRule = (parts: readonly string[], literal: RegExp) =>
  z
    .string()
    .min(1)
    .max(100)
    .superRefine((rule, context) => {
      const used = [...rule.matchAll(token)].map(([, part = '']) => part);
      const wrong = used.find((part) => !parts.includes(part));
      if (used.length === 0 || wrong !== undefined) {
        const names = parts.map((part) => `{{${part}}}`).join(', ');
        context.addIssue(
          `une règle faite de ${names} est attendue${wrong === undefined ? '' : ` ; {{${wrong}}} est inconnu`}`,
        );
      }
      const rest = rule.replaceAll(token, '');
      if (!literal.test(rest))
        context.addIssue(`entre les parties de la règle, « ${rest} » n’est pas permis`);
    });

/** `{{part.N}}` keeps the first N+1 characters. A part without a value renders to ''. */
export const renderName = (rule: string, values: Readonly<Record<string, string | undefined>>): string =>
  rule.replaceAll(token, (_all, part: string, index: string | undefined) => {
    const value = values[part] ?? '';
    return index === undefined ? value : value.slice(0, Number(index) + 1);
  });

/** One line, without what no directory shows: control, format and unassigned characters. */
export const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);

const ligatures: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
};

/** Lower-case a-z, 0-9 and hyphens between them; '' when nothing is left. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[œæßøđłı]/gu, (letter) => ligatures[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9-]+/gu, '')
    .replace(/-+/gu, '-')
    .replace(/^-|-$/gu, '');

/** Words in capitals are the family name wherever they stand (« DIALLO Fatou »); else by the order of the settings. */
export function readPersonName(text: string, order: NameOrder): PersonName {
  const full = oneLine(text);
  const words = full.split(' ').filter((word) => word !== '');
  const capitals = words.filter(
    (word) => word.length > 1 && word === word.toUpperCase() && /\p{Lu}/u.test(word),
  );
  if (capitals.length > 0 && capitals.length < words.length) {
    return {
      full,
      last: capitals.join(' '),
      first: words.filter((word) => !capitals.includes(word)).join(' '),
    };
  }
  const [head = '', ...tail] = words;
  if (tail.length === 0) return { full, first: '', last: head };
  return order === 'prenom nom'
    ? { full, first: head, last: tail.join(' ') }
    : { full, first: tail.join(' '), last: head };
}

export interface CandidateRules {
  readonly rules: readonly string[];
  readonly longest: number;
}

const lastSuffix = 99;

/**
 * Names in the order in which they are tried: each rule, then the first one with 2, 3, … 99. Throws `AccountError`
 * when the person's name leaves nothing to make a name of.
 */
export function* candidateNames(
  person: PersonName,
  { rules, longest }: CandidateRules,
  more: Readonly<Record<string, string>> = {},
): Generator<string> {
  const values = { prenom: plain(person.first), nom: plain(person.last), ...more };
  if (values.nom === '') {
    throw refused(
      `Le nom « ${person.full} » ne donne aucun identifiant : écrivez-le en lettres latines, puis relancez l’étape.`,
    );
  }
  const tidy = (name: string) => name.replace(/^[.-]+|[.-]+$/gu, '');
  const names = rules.map((rule) => tidy(renderName(rule, values))).filter((name) => name !== '');
  for (const name of new Set(names)) yield tidy(name.slice(0, longest));
  const [base = values.nom] = names;
  for (let suffix = 2; suffix <= lastSuffix; suffix += 1) {
    yield `${tidy(base.slice(0, longest - String(suffix).length))}${suffix}`;
  }
}

export const noNameLeft = (what: string): Error =>
  refused(
    `Tous les noms que les règles donnent pour « ${what} » sont déjà pris. ` +
      'L’administrateur peut ajouter une règle au fichier des connecteurs, puis relancer l’étape.',
  );

/** Entry of a record by its key, without regard to case or spaces around it. */
export function byName<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  const wanted = name.trim().toLowerCase();
  return Object.entries(record).find(([key]) => key.trim().toLowerCase() === wanted)?.[1];
}
