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
const DAY_MS = 24 * 60 * 60_000;

const bound = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);

function words(random: Chance, { minLength, maxLength }: { minLength: number; maxLength: number }): string {
  let text = random.of(WORDS);
  while (text.length < minLength || random.happens(0.4)) text += ` ${random.of(WORDS)}`;
  return text.slice(0, maxLength).trim();
}

function textFor(field: FormField, random: Chance): string {
  const { validationType, pattern, minLength, maxLength } = field.validate ?? {};
  // The only pattern that the procedures' forms have is that of an address.
  const isAddress = validationType === 'email' || (typeof pattern === 'string' && pattern.includes('@'));
  if (isAddress) return `agent${random.between(1, 999)}@douanes.example`;
  if (validationType === 'phone') return '+225 27 20 00 00 00';
  return words(random, { minLength: bound(minLength, 1), maxLength: Math.min(bound(maxLength, 80), 80) });
}

function numberFor(field: FormField, random: Chance): number | string {
  const low = Math.ceil(bound(field.validate?.min, 0));
  const number = random.between(low, Math.min(bound(field.validate?.max, low + 20), low + 20));
  return field.serializeToString === true ? String(number) : number;
}

function momentFor(field: FormField, random: Chance, now: number): string {
  const iso = new Date(now + random.between(1, 60) * DAY_MS).toISOString();
  const time = `${String(random.between(8, 17)).padStart(2, '0')}:30`;
  const zone = field.timeSerializingFormat === 'utc_normalized' ? 'Z' : '';
  if (field.subtype === 'time') return `${time}${zone}`;
  return field.subtype === 'datetime' ? `${iso.slice(0, 10)}T${time}${zone}` : iso.slice(0, 10);
}

function someOf(field: FormField, random: Chance, context: Values): unknown[] {
  const options = optionsOf(field, context, context, topScope(context));
  const taken = options.filter(() => random.happens(0.5));
  return (taken.length > 0 ? taken : options.slice(0, 1)).map(({ value }) => value);
}

/** Undefined: the field carries no value, or there is nothing to choose. */
function valueFor(field: FormField, random: Chance, context: Values, now: number): unknown {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
      return textFor(field, random);
    case 'number':
      return numberFor(field, random);
    case 'checkbox':
      return field.validate?.required === true || random.happens(0.5);
    case 'radio':
    case 'select': {
      const options = optionsOf(field, context, context, topScope(context));
      return options.length === 0 ? undefined : random.of(options).value;
    }
    case 'checklist':
    case 'taglist':
      return someOf(field, random, context);
    case 'datetime':
      return momentFor(field, random, now);
    default:
      return undefined;
  }
}

function fill(fields: readonly FormField[], random: Chance, context: Values, now: number): Values {
  const values: Values = {};
  for (const field of fields) {
    if (field.disabled === true || field.readonly === true) continue;
    if (field.components !== undefined) {
      const inner = () => fill(field.components ?? [], random, context, now);
      if (field.type === 'dynamiclist' && field.path) {
        values[field.path] = Array.from({ length: random.between(1, 3) }, inner);
      } else if (field.path) values[field.path] = inner();
      else Object.assign(values, inner());
      continue;
    }
    if (field.key === undefined) continue;
    const isWanted = field.validate?.required === true || random.happens(WILLING);
    const value = isWanted ? valueFor(field, random, context, now) : undefined;
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

/** `context`: the variables that the form is opened with. `now`: milliseconds since the epoch. */
export function fillAtRandom(
  schema: unknown,
  random: Chance,
  context: Values = {},
  now = Date.now(),
): Values {
  return schema === null ? {} : fill(parseFormSchema(schema).components, random, context, now);
}
