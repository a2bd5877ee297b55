/** Dates, ages, durations and values as people read them. Times come as ISO 8601. */
import { ordinalFirst } from './typography';
import { translate, type Language } from './catalogue';

export interface Formatter {
  /** « 22 novembre 2026 à 13:10 » */
  dateTime(iso: string): string;
  /** « 22 novembre 2026 » */
  date(iso: string): string;
  /** « il y a 3 heures » */
  age(iso: string): string;
  duration(fromIso: string, toIso: string | null): string;
  /** « 2 h 5 min », « 3 j 4 h »: two units, of working documents. */
  span(milliseconds: number): string;
  /** Any JSON value of a case. */
  value(value: unknown): string;
  readonly now: number;
}

const minute = 60_000;
const units = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
  ['second', 1000],
] as const;

function relative(language: Language, elapsedMillis: number): string {
  const [unit, size] = units.find(([, ms]) => Math.abs(elapsedMillis) >= ms) ?? ['second', 1000];
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return format.format(-Math.trunc(elapsedMillis / size), unit);
}

const spans = [
  ['j', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

function span(milliseconds: number): string {
  const first = spans.findIndex(([, size]) => milliseconds >= size);
  if (first < 0) return '< 1 s';
  const [unit, size] = spans[first] ?? spans[3];
  const next = spans[first + 1];
  const whole = Math.floor(milliseconds / size);
  const rest = next === undefined ? 0 : Math.floor((milliseconds - whole * size) / next[1]);
  return rest === 0 || next === undefined
    ? `${String(whole)} ${unit}`
    : `${String(whole)} ${unit} ${String(rest)} ${next[0]}`;
}

function longDuration(language: Language, elapsedMillis: number): string {
  const [unit, size] = units.find(([, ms]) => elapsedMillis >= ms) ?? ['second', 1000];
  const count = Math.max(0, Math.trunc(elapsedMillis / size));
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const dateAndTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** `timeZone` is an IANA name; `now` in milliseconds since the epoch. */
export function createFormatter(language: Language, timeZone: string, now: number): Formatter {
  // Day before month in both languages.
  const locale = language === 'en' ? 'en-GB' : 'fr-FR';
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const plainDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(language);
  const first = language === 'fr' ? ordinalFirst : (text: string) => text;

  function value(candidate: unknown): string {
    if (candidate === null || candidate === undefined || candidate === '')
      return translate(language, 'common.none');
    if (typeof candidate === 'boolean') return translate(language, candidate ? 'common.yes' : 'common.no');
    if (typeof candidate === 'number') return numbers.format(candidate);
    if (Array.isArray(candidate)) return candidate.map(value).join(', ');
    if (typeof candidate === 'object') {
      return Object.entries(candidate)
        .map(([name, part]) => `${name} : ${value(part)}`)
        .join(' ; ');
    }
    const text = String(candidate);
    if (dateOnly.test(text) && !Number.isNaN(Date.parse(text))) return first(plainDay.format(new Date(text)));
    if (dateAndTime.test(text) && !Number.isNaN(Date.parse(text))) return first(full.format(new Date(text)));
    return text;
  }

  return {
    now,
    dateTime: (iso) => first(full.format(new Date(iso))),
    date: (iso) => first(day.format(new Date(iso))),
    age: (iso) => relative(language, now - Date.parse(iso)),
    span,
    duration: (from, to) => longDuration(language, (to === null ? now : Date.parse(to)) - Date.parse(from)),
    value,
  };
}
