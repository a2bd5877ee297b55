/**
 * Dates, times and durations of FEEL (DMN 1.3, 10.3.2.3). Immutable. `toString` prints them as FEEL does
 * (`P1D`, `10:00:00`), `toJava` as Java and so as Zeebe's variables do (`PT24H`, `10:00`).
 */
import { ThrownError } from './thrown-error';

const DAY_SECONDS = 86_400;
const NANOS = 1_000_000_000;
const DAY_NANOS = DAY_SECONDS * NANOS;
/** As of Java. */
const MAX_YEAR = 999_999_999;
const DAYS_IN_ERA = 146_097;
/** Days from 1 March of year 0 to 1970. */
const DAYS_TO_1970 = 719_468;
/** Milliseconds that JavaScript's calendar reaches, from 1970. */
const MAX_DATE_MILLIS = 8.64e15;
/** Zone of `now()`. */
export const SYSTEM_ZONE = 'Etc/UTC';

/** Java's, which holds years and months. */
export const MAX_INT = 2 ** 31 - 1;
const MIN_EPOCH_DAY = -365_243_219_162;
const MAX_EPOCH_DAY = 365_241_780_471;

function outOfRange(field: string, min: number, max: number, value: number): ThrownError {
  const valid = `(valid values ${String(min)} - ${String(max)})`;
  return new ThrownError(
    `java.time.DateTimeException: Invalid value for ${field} ${valid}: ${String(value)}`,
  );
}

export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  /** @throws RangeError when the day is too far away */
  constructor(readonly epochDay: number) {
    // Years begin in March here, so that the leap day is the last one of a year; an era has 400 years.
    const shifted = epochDay + DAYS_TO_1970;
    const era = Math.floor(shifted / DAYS_IN_ERA);
    const dayOfEra = shifted - era * DAYS_IN_ERA;
    const yearOfEra = Math.floor(
      (dayOfEra -
        Math.floor(dayOfEra / 1460) +
        Math.floor(dayOfEra / 36_524) -
        Math.floor(dayOfEra / 146_096)) /
        365,
    );
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const march = Math.floor((5 * dayOfYear + 2) / 153);
    this.day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
    this.month = march < 10 ? march + 3 : march - 9;
    this.year = yearOfEra + era * 400 + (this.month <= 2 ? 1 : 0);
    if (Math.abs(this.year) > MAX_YEAR) throw new RangeError('The date is out of range');
  }

  static of(year: number, month: number, day: number): FeelDate | null {
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
    if (Math.abs(year) > MAX_YEAR) return null;
    const shiftedYear = month <= 2 ? year - 1 : year;
    const era = Math.floor(shiftedYear / 400);
    const yearOfEra = shiftedYear - era * 400;
    const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
    const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
    return new FeelDate(era * DAYS_IN_ERA + dayOfEra - DAYS_TO_1970);
  }

  /** 1 is Monday. */
  get weekday(): number {
    return ((((this.epochDay + 3) % 7) + 7) % 7) + 1;
  }

  /** @throws ThrownError beyond the years that Java has, in its words */
  plusDays(days: number): FeelDate {
    const epochDay = this.epochDay + days;
    if (epochDay >= MIN_EPOCH_DAY && epochDay <= MAX_EPOCH_DAY) return new FeelDate(epochDay);
    const isNextYear = epochDay > 0 && this.day + days <= 59;
    throw isNextYear
      ? outOfRange('Year', -MAX_YEAR, MAX_YEAR, this.year + 1)
      : outOfRange('EpochDay', MIN_EPOCH_DAY, MAX_EPOCH_DAY, epochDay);
  }

  plusMonths(months: number): FeelDate | null {
    const total = this.year * 12 + this.month - 1 + months;
    const year = Math.floor(total / 12);
    const month = total - year * 12 + 1;
    if (Math.abs(year) > MAX_YEAR) throw outOfRange('Year', -MAX_YEAR, MAX_YEAR, year);
    return FeelDate.of(year, month, Math.min(this.day, daysInMonth(year, month)));
  }

  /** Java marks years of more than four digits. */
  toString(): string {
    return (this.year > 9999 ? '+' : '') + this.toPlain();
  }

  toJava(): string {
    return this.toString();
  }

  /** As FEEL prints the date of a date-time. */
  toPlain(): string {
    const { year } = this;
    const text = String(Math.abs(year)).padStart(4, '0');
    return `${year < 0 ? '-' : ''}${text}-${two(this.month)}-${two(this.day)}`;
  }
}

/** Seconds east of UTC, and the name of the zone when it has one. */
export interface Zone {
  readonly offset: number;
  readonly id: string | null;
}

export class FeelTime {
  constructor(
    readonly nanoOfDay: number,
    readonly zone: Zone | null = null,
  ) {}

  static of(
    hour: number,
    minute: number,
    second: number,
    nano = 0,
    zone: Zone | null = null,
  ): FeelTime | null {
    const isValid =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && nano >= 0;
    return isValid ? new FeelTime((hour * 3600 + minute * 60 + second) * NANOS + nano, zone) : null;
  }

  get hour(): number {
    return Math.floor(this.nanoOfDay / NANOS / 3600);
  }
  get minute(): number {
    return Math.floor(this.nanoOfDay / NANOS / 60) % 60;
  }
  get second(): number {
    return Math.floor(this.nanoOfDay / NANOS) % 60;
  }

  plus({ seconds, nanos }: DayTimeDuration): FeelTime {
    const total = this.nanoOfDay + (seconds % DAY_SECONDS) * NANOS + nanos;
    return new FeelTime(((total % DAY_NANOS) + DAY_NANOS) % DAY_NANOS, this.zone);
  }

  /** Comparable between times with an offset, and between times without. */
  get comparable(): number {
    return this.nanoOfDay - (this.zone?.offset ?? 0) * NANOS;
  }

  toString(): string {
    const time = printTime(this.nanoOfDay, true);
    if (this.zone === null) return time;
    return this.zone.id === null ? time + printOffset(this.zone.offset) : `${time}@${this.zone.id}`;
  }

  /** Only a time without offset loses its zero seconds. */
  toJava(): string {
    return this.zone === null ? printTime(this.nanoOfDay, false) : this.toString();
  }
}

export class FeelDateTime {
  constructor(
    readonly date: FeelDate,
    readonly nanoOfDay: number,
    readonly zone: Zone | null = null,
  ) {}

  /** In a zone: `+01:00`, `Z`, `Europe/Paris`; null when there is no such zone. */
  static inZone(date: FeelDate, nanoOfDay: number, id: string): FeelDateTime | null {
    const fixed = parseOffset(id);
    if (fixed !== null) return new FeelDateTime(date, nanoOfDay, { offset: fixed, id: null });
    const local = date.epochDay * DAY_SECONDS + Math.floor(nanoOfDay / NANOS);
    const before = zoneOffset(id, local - DAY_SECONDS);
    if (before === null) return null;
    const after = zoneOffset(id, local + DAY_SECONDS) ?? before;
    // the earlier offset wins an overlap; a gap is jumped over
    if (zoneOffset(id, local - before) === before)
      return new FeelDateTime(date, nanoOfDay, { offset: before, id });
    if (zoneOffset(id, local - after) === after)
      return new FeelDateTime(date, nanoOfDay, { offset: after, id });
    return FeelDateTime.ofEpoch(local - before, nanoOfDay % NANOS, id);
  }

  static ofEpoch(seconds: number, nanos: number, id: string): FeelDateTime | null {
    const offset = parseOffset(id) ?? zoneOffset(id, seconds);
    if (offset === null) return null;
    const local = seconds + offset;
    const epochDay = Math.floor(local / DAY_SECONDS);
    const nanoOfDay = (local - epochDay * DAY_SECONDS) * NANOS + nanos;
    return new FeelDateTime(new FeelDate(epochDay), nanoOfDay, {
      offset,
      id: parseOffset(id) === null ? id : null,
    });
  }

  static now(epochMillis: number): FeelDateTime {
    const seconds = Math.floor(epochMillis / 1000);
    const nanos = (epochMillis - seconds * 1000) * 1_000_000;
    return FeelDateTime.ofEpoch(seconds, nanos, SYSTEM_ZONE) ?? new FeelDateTime(new FeelDate(0), 0);
  }

  get time(): FeelTime {
    return new FeelTime(this.nanoOfDay);
  }

  /** Seconds since the epoch; a value without zone is taken in UTC. */
  get epochSeconds(): number {
    return this.date.epochDay * DAY_SECONDS + Math.floor(this.nanoOfDay / NANOS) - (this.zone?.offset ?? 0);
  }

  get epochMillis(): number {
    return this.epochSeconds * 1000 + Math.floor((this.nanoOfDay % NANOS) / 1_000_000);
  }

  plusMonths(months: number): FeelDateTime | null {
    const date = this.date.plusMonths(months);
    if (date === null) return null;
    return this.zone?.id == null
      ? new FeelDateTime(date, this.nanoOfDay, this.zone)
      : FeelDateTime.inZone(date, this.nanoOfDay, this.zone.id);
  }

  plus({ seconds, nanos }: DayTimeDuration): FeelDateTime {
    const total = (this.nanoOfDay % NANOS) + nanos;
    const carried = seconds + Math.floor(total / NANOS);
    if (this.zone?.id != null)
      return FeelDateTime.ofEpoch(this.epochSeconds + carried, total % NANOS, this.zone.id) ?? this;
    const ofDay = Math.floor(this.nanoOfDay / NANOS) + carried;
    const days = Math.floor(ofDay / DAY_SECONDS);
    const nanoOfDay = (ofDay - days * DAY_SECONDS) * NANOS + (total % NANOS);
    return new FeelDateTime(this.date.plusDays(days), nanoOfDay, this.zone);
  }

  withZone(id: string): FeelDateTime | null {
    if (this.zone === null) return FeelDateTime.inZone(this.date, this.nanoOfDay, id);
    return FeelDateTime.ofEpoch(this.epochSeconds, this.nanoOfDay % NANOS, id);
  }

  toString(): string {
    const local = `${this.date.toPlain()}T${printTime(this.nanoOfDay, true)}`;
    if (this.zone === null) return local;
    return this.zone.id === null ? local + printOffset(this.zone.offset) : `${local}@${this.zone.id}`;
  }

  toJava(): string {
    const local = `${this.date.toString()}T${printTime(this.nanoOfDay, false)}`;
    if (this.zone === null) return local;
    return `${local}${printOffset(this.zone.offset)}${this.zone.id === null ? '' : `[${this.zone.id}]`}`;
  }
}

export class DayTimeDuration {
  /** `nanos` is 0 … 999 999 999, also when `seconds` is negative. */
  constructor(
    readonly seconds: number,
    readonly nanos = 0,
  ) {}

  static of(seconds: number, nanos: number): DayTimeDuration {
    const carry = Math.floor(nanos / NANOS);
    return new DayTimeDuration(seconds + carry, nanos - carry * NANOS);
  }

  plus(other: DayTimeDuration): DayTimeDuration {
    return DayTimeDuration.of(this.seconds + other.seconds, this.nanos + other.nanos);
  }

  negate(): DayTimeDuration {
    return DayTimeDuration.of(-this.seconds, -this.nanos);
  }

  times(factor: number): DayTimeDuration {
    return DayTimeDuration.of(this.seconds * factor, this.nanos * factor);
  }

  get milliseconds(): number {
    return this.seconds * 1000 + Math.floor(this.nanos / 1_000_000);
  }

  get isNegative(): boolean {
    return this.seconds < 0;
  }

  get days(): number {
    return Math.trunc(this.seconds / DAY_SECONDS);
  }
  get hours(): number {
    return Math.trunc(this.seconds / 3600) % 24;
  }
  get minutes(): number {
    return Math.trunc(this.seconds / 60) % 60;
  }
  get second(): number {
    return this.seconds % 60;
  }

  toString(): string {
    const parts = [this.days, this.hours, this.minutes, this.second];
    if (parts.every((part) => part === 0)) return 'P0D';
    const isNegative = parts.every((part) => part <= 0);
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = isNegative ? parts.map((part) => -part) : parts;
    const time = amount(hours, 'H') + amount(minutes, 'M') + amount(seconds, 'S');
    return `${isNegative ? '-' : ''}P${amount(days, 'D')}${time === '' ? '' : `T${time}`}`;
  }

  toJava(): string {
    if (this.seconds === 0 && this.nanos === 0) return 'PT0S';
    const total = this.seconds < 0 && this.nanos > 0 ? this.seconds + 1 : this.seconds;
    const seconds = total % 60;
    const head = `PT${amount(Math.trunc(total / 3600), 'H')}${amount(Math.trunc(total / 60) % 60, 'M')}`;
    if (seconds === 0 && this.nanos === 0) return head;
    const nanos = this.seconds < 0 && this.nanos > 0 ? NANOS - this.nanos : this.nanos;
    const sign = this.seconds < 0 && seconds === 0 ? '-' : '';
    const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
    return `${head}${sign}${seconds}${fraction}S`;
  }
}

export class YearMonthDuration {
  constructor(readonly totalMonths: number) {}

  get years(): number {
    return Math.trunc(this.totalMonths / 12);
  }
  get months(): number {
    return this.totalMonths % 12;
  }

  toString(): string {
    if (this.totalMonths === 0) return 'P0Y';
    const [sign, years, months] =
      this.totalMonths < 0 ? ['-', -this.years, -this.months] : ['', this.years, this.months];
    return `${sign}P${amount(years as number, 'Y')}${amount(months as number, 'M')}`;
  }

  toJava(): string {
    return this.totalMonths === 0 ? 'P0D' : `P${amount(this.years, 'Y')}${amount(this.months, 'M')}`;
  }
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function isoWeek(date: FeelDate): number {
  const thursday = new FeelDate(date.epochDay + 4 - date.weekday);
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

export function dayOfYear(date: FeelDate): number {
  return date.epochDay - (FeelDate.of(date.year, 1, 1)?.epochDay ?? 0) + 1;
}

/** Whole months from one date to another. */
export function monthsBetween(from: FeelDate, to: FeelDate): number {
  const months = (to.year - from.year) * 12 + to.month - from.month;
  const days = to.day - from.day;
  if (months > 0 && days < 0) return months - 1;
  return months < 0 && days > 0 ? months + 1 : months;
}

/** Seconds of `Z`, `+01:00`, `-02:30:15`; null for anything else. */
export function parseOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (match === null) return null;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (total > 18 * 3600 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return sign === '-' ? -total : total;
}

export function printOffset(offset: number): string {
  if (offset === 0) return 'Z';
  const total = Math.abs(offset);
  const seconds = total % 60;
  const text = `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}`;
  return `${offset < 0 ? '-' : '+'}${text}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Seconds east of UTC at a moment; null when the zone is unknown. */
export function zoneOffset(id: string, epochSeconds: number): number | null {
  if (!formats.has(id)) {
    if (formats.size > 1000) formats.clear();
    formats.set(id, zoneFormat(id));
  }
  const format = formats.get(id);
  if (format === null || format === undefined) return null;
  const name =
    format.formatToParts(withinCalendar(epochSeconds * 1000)).find(({ type }) => type === 'timeZoneName')
      ?.value ?? 'GMT';
  return name === 'GMT' ? 0 : (parseOffset(name.slice(3)) ?? 0);
}

/** Beyond it a zone keeps the offset of the last year that JavaScript knows. */
function withinCalendar(millis: number): number {
  return Math.max(-MAX_DATE_MILLIS, Math.min(MAX_DATE_MILLIS, millis));
}

function zoneFormat(id: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}

/** `10:00:05.123`; the fraction in three, six or nine digits as Java, or as many as needed as FEEL. */
function printTime(nanoOfDay: number, isFeel: boolean): string {
  const seconds = Math.floor(nanoOfDay / NANOS);
  const nanos = nanoOfDay - seconds * NANOS;
  const minutes = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  if (!isFeel && seconds % 60 === 0 && nanos === 0) return minutes;
  return `${minutes}:${two(seconds % 60)}${nanos === 0 ? '' : `.${fraction(nanos, isFeel)}`}`;
}

function fraction(nanos: number, isFeel: boolean): string {
  const text = String(nanos).padStart(9, '0');
  if (isFeel) return text.replace(/0+$/, '');
  return text.endsWith('000000') ? text.slice(0, 3) : text.endsWith('000') ? text.slice(0, 6) : text;
}

function amount(value: number, unit: string): string {
  return value === 0 ? '' : `${value}${unit}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
