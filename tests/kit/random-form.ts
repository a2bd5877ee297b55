/** Fills in a form-js form with random data that its rules allow. */
import { optionsOf } from '../../src/forms/options';
import { topScope } from '../../src/forms/feel';
import { parseFormSchema, type FormField } from '../../src/forms/schema';
import type { Chance } from './random';

type Values = Record<string, unknown>;

const WORDS = [
  'Abidjan',
  'bureau',
  'serveur',
  'contrôle',
  'réseau',
  'demande',
  'l’agent',
  'nº 12',
  'visa',
  'été',
];
/** How often an optional field is filled in. */
const WILLING = 0.7;
const DAY_MILLIS = 24 * 60 * 60_000;

/** How often a number or a text is one that a gateway compares it to. */
const COMPARED = 0.5;

/** Where the values come from. */
export interface Filling {
  readonly random: Chance;
  /** What the process's conditions compare this name to. */
  readonly compared?: (name: string) => readonly unknown[];
  /** The variables that the form is opened with. */
  readonly context?: Values;
  /** Milliseconds since the epoch. */
  readonly now?: number;
}

type Hand = Required<Filling>;

const bound = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);

function words(random: Chance, { minLength, maxLength }: { minLength: number; maxLength: number }): string {
  let text = random.of(WORDS);
  while (text.length < minLength || random.happens(0.4)) text += ` ${random.of(WORDS)}`;
  return text.slice(0, maxLength).trim();
}

/** Near one of the numbers that the process compares the field to; undefined when there is none or chance is against it. */
function comparedNumber(name: string, { random, compared }: Hand): number | undefined {
  const literals = compared(name).filter((literal) => typeof literal === 'number');
  if (literals.length === 0 || !random.happens(COMPARED)) return undefined;
  return random.of(literals) + random.between(-1, 1);
}

function textFor(field: FormField, { random, compared }: Hand): string {
  const literals = compared(field.key ?? '').filter((literal) => typeof literal === 'string');
  if (literals.length > 0 && random.happens(COMPARED)) return random.of(literals);
  const { validationType, pattern, minLength, maxLength } = field.validate ?? {};
  // The only pattern that the procedures' forms have is that of an address.
  const isAddress = validationType === 'email' || (typeof pattern === 'string' && pattern.includes('@'));
  if (isAddress) return `agent${random.between(1, 999)}@douanes.example`;
  if (validationType === 'phone') return '+225 27 20 00 00 00';
  return words(random, { minLength: bound(minLength, 1), maxLength: Math.min(bound(maxLength, 80), 80) });
}

function numberFor(field: FormField, hand: Hand): number | string {
  const low = Math.ceil(bound(field.validate?.min, 0));
  const high = bound(field.validate?.max, Infinity);
  const wanted = comparedNumber(field.key ?? '', hand) ?? hand.random.between(low, Math.min(high, low + 20));
  const number = Math.min(high, Math.max(low, wanted));
  return field.serializeToString === true ? String(number) : number;
}

function momentFor(field: FormField, { random, now }: Hand): string {
  const iso = new Date(now + random.between(1, 60) * DAY_MILLIS).toISOString();
  const time = `${String(random.between(8, 17)).padStart(2, '0')}:30`;
  const zone = field.timeSerializingFormat === 'utc_normalized' ? 'Z' : '';
  if (field.subtype === 'time') return `${time}${zone}`;
  return field.subtype === 'datetime' ? `${iso.slice(0, 10)}T${time}${zone}` : iso.slice(0, 10);
}

const optionsFor = (field: FormField, { context }: Hand) =>
  optionsOf(field, context, context, topScope(context)).map(({ value }) => value);

function someOf(field: FormField, hand: Hand): unknown[] {
  const options = optionsFor(field, hand);
  const taken = options.filter(() => hand.random.happens(0.5));
  return taken.length > 0 ? taken : options.slice(0, 1);
}

/** Undefined: the field carries no value, or there is nothing to choose. */
function valueFor(field: FormField, hand: Hand): unknown {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
      return textFor(field, hand);
    case 'number':
      return numberFor(field, hand);
    case 'checkbox':
      return field.validate?.required === true || hand.random.happens(0.5);
    case 'radio':
    case 'select': {
      const options = optionsFor(field, hand);
      return options.length === 0 ? undefined : hand.random.of(options);
    }
    case 'checklist':
    case 'taglist':
      return someOf(field, hand);
    case 'datetime':
      return momentFor(field, hand);
    default:
      return undefined;
  }
}

function fill(fields: readonly FormField[], hand: Hand): Values {
  const values: Values = {};
  for (const field of fields) {
    if (field.disabled === true || field.readonly === true) continue;
    if (field.components !== undefined) {
      const inner = () => fill(field.components ?? [], hand);
      if (field.type === 'dynamiclist' && field.path) {
        values[field.path] = Array.from({ length: hand.random.between(1, 3) }, inner);
      } else if (field.path) values[field.path] = inner();
      else Object.assign(values, inner());
      continue;
    }
    if (field.key === undefined) continue;
    const isWanted = field.validate?.required === true || hand.random.happens(WILLING);
    const value = isWanted ? valueFor(field, hand) : undefined;
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

/** Each call of what it returns fills the form in anew. */
export function randomFillings(schema: unknown, filling: Filling): () => Values {
  if (schema === null) return () => ({});
  const { components } = parseFormSchema(schema);
  const hand = { compared: () => [], context: {}, now: Date.now(), ...filling };
  return () => fill(components, hand);
}
