/**
 * Timers: ISO 8601 dates, durations and cycles, and cron, as Zeebe reads them.
 * A calendar part (years, months, days) is added in UTC.
 */
import { nextCron, parseCron, type Cron } from './cron';
import { daysInMonth } from './engine/temporal';

/** An amount of time: a calendar part in months and days, an exact part in milliseconds, and an optional start. */
export interface Interval {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
  /** Milliseconds since the epoch. */
  readonly start?: number;
}

export type Timer =
  | { readonly kind: 'date'; readonly dueDate: number }
  | { readonly kind: 'interval'; readonly repetitions: number; readonly interval: Interval }
  | { readonly kind: 'cron'; readonly cron: Cron };

export interface DueDate {
  /** Milliseconds since the epoch. */
  readonly dueDate: number;
  /** How often the timer is still to fire, this time included; -1 for ever; 0 when there is no next time. */
  readonly repetitions: number;
}

export const INFINITE = -1;
const DAY = 86_400_000;

/** @param from milliseconds since the epoch that durations are counted from */
export function nextDueDate(timer: Timer, from: number): DueDate {
  switch (timer.kind) {
    case 'date':
      return { dueDate: timer.dueDate, repetitions: 1 };
    case 'interval':
      return { dueDate: addInterval(from, timer.interval), repetitions: timer.repetitions };
    case 'cron': {
      const next = nextCron(timer.cron, from);
      return next === null ? { dueDate: from, repetitions: 0 } : { dueDate: next, repetitions: INFINITE };
    }
  }
}

/** What follows when a cycle fired: from the previous due date, or from now when that is past already. */
export function followingDueDate(timer: Timer, previous: DueDate, now: number): DueDate | null {
  if (timer.kind === 'date' || previous.repetitions === 1) return null;
  const repetitions = previous.repetitions === INFINITE ? INFINITE : previous.repetitions - 1;
  if (timer.kind === 'cron') {
    const next = nextDueDate(timer, now);
    return next.repetitions === 0 ? null : next;
  }
  const { start: _past, ...interval } = timer.interval;
  const due = addInterval(previous.dueDate, interval);
  return { dueDate: due > now ? due : addInterval(now, interval), repetitions };
}

export function addInterval(from: number, interval: Interval): number {
  if (interval.start !== undefined && interval.start > from) return interval.start;
  return addCalendar(from, interval.months, interval.days) + interval.milliseconds;
}

function addCalendar(from: number, months: number, days: number): number {
  if (months === 0) return from + days * DAY;
  const date = new Date(from);
  const target = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), target + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return (
    Date.UTC(date.getUTCFullYear(), target, day) +
    (from % DAY) +
    (from < 0 && from % DAY !== 0 ? DAY : 0) +
    days * DAY
  );
}

function isJavaInt(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31;
}

/** `R3/PT10S`, `R/2026-01-01T10:00:00Z/P1D` or a cron line. Null when it is neither. */
export function parseCycle(text: string): Timer | { readonly failure: string } {
  if (!text.startsWith('R')) {
    const cron = parseCron(text);
    return 'failure' in cron ? cron : { kind: 'cron', cron };
  }
  const slash = text.indexOf('/');
  if (slash === -1) return { failure: 'No interval given' };
  const count = text.slice(1, slash);
  if (count !== '' && !isJavaInt(count)) return { failure: 'Cannot parse repetitions count' };
  const rest = text.slice(slash + 1);
  const interval = parseInterval(rest);
  if (interval === null) return { failure: whyNoInterval(rest) };
  return { kind: 'interval', repetitions: count === '' ? INFINITE : Number(count), interval };
}

/** In Java's words, as Zeebe shows them. */
function whyNoInterval(text: string): string {
  const slash = text.lastIndexOf('/');
  const start = text.slice(0, Math.max(0, slash));
  if (slash > 0 && parseZonedDateTime(start) === null)
    return `Text '${start}' could not be parsed at index 0`;
  const isTime = /^[+-]?PT/.test(text.slice(slash + 1));
  return `Text cannot be parsed to a ${isTime ? 'Duration' : 'Period'}`;
}

/** `P1Y2M3DT4H5M6.7S`, with an optional start before a slash. Null when it is none. */
export function parseInterval(text: string): Interval | null {
  const slash = text.lastIndexOf('/');
  if (slash > 0) {
    const start = parseZonedDateTime(text.slice(0, slash));
    const interval = parseInterval(text.slice(slash + 1));
    return start === null || interval === null ? null : { ...interval, start };
  }
  return parseIsoDuration(text.slice(slash + 1));
}

const DURATION =
  /^([+-]?)P(?:([+-]?\d+)Y)?(?:([+-]?\d+)M)?(?:([+-]?\d+)W)?(?:([+-]?\d+)D)?(?:(T)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

function parseIsoDuration(text: string): Interval | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const [, sign, years, months, weeks, days, time, hours, minutes, seconds, fraction] = match;
  const dates = [years, months, weeks, days];
  const times = [hours, minutes, seconds];
  if (time !== undefined ? times.every(isAbsent) : dates.every(isAbsent)) return null;
  const factor = sign === '-' ? -1 : 1;
  const number = (part: string | undefined): number => factor * Number(part ?? 0) + 0;
  const secondsSign = seconds?.startsWith('-') === true ? -1 : 1;
  const milliseconds = Math.trunc(Number(`0.${fraction ?? ''}0`) * 1000) * secondsSign * factor;
  return {
    months: number(years) * 12 + number(months),
    days: number(weeks) * 7 + number(days),
    milliseconds: ((number(hours) * 60 + number(minutes)) * 60 + number(seconds)) * 1000 + milliseconds,
  };
}

function isAbsent(part: string | undefined): boolean {
  return part === undefined;
}

const DATE_TIME =
  /^([+-]?\d{4,9})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)(?:\[[^\]]+\])?$/i;

/**
 * Milliseconds since the epoch of `2026-01-01T10:00:00+01:00`, with or without a zone name in brackets. Null for
 * anything else, a date-time without offset included.
 */
export function parseZonedDateTime(text: string): number | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset = 'Z'] = match;
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = [year, month, day, hour, minute, second].map(Number);
  const isValid = mo >= 1 && mo <= 12 && d >= 1 && d <= daysInMonth(y, mo) && h <= 23 && mi <= 59 && s <= 59;
  const local = Date.UTC(y, mo - 1, d, h, mi, s) + Math.trunc(Number(`0.${fraction}0`) * 1000);
  return isValid && !Number.isNaN(local) ? local - offsetMilliseconds(offset) : null;
}

function offsetMilliseconds(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const [hours = '0', minutes = '0', seconds = '0'] =
    offset.slice(1).replaceAll(':', '').match(/\d\d/g) ?? [];
  const total = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return offset.startsWith('-') ? -total : total;
}
