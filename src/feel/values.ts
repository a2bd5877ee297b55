/**
 * FEEL values as Zeebe sees them: type names, and their JSON form.
 * Source: DMN 1.3 chapter 10.3.2.3 (types); the JSON form is what Zeebe writes into a variable.
 */
import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';

export const ResultType = {
  NULL: 'NULL',
  BOOLEAN: 'BOOLEAN',
  NUMBER: 'NUMBER',
  STRING: 'STRING',
  DURATION: 'DURATION',
  PERIOD: 'PERIOD',
  DATE: 'DATE',
  DATE_TIME: 'DATE_TIME',
  ARRAY: 'ARRAY',
  OBJECT: 'OBJECT',
  UNKNOWN: 'UNKNOWN',
} as const;
export type ResultType = (typeof ResultType)[keyof typeof ResultType];

export function typeOf(value: unknown): ResultType {
  if (value === null || value === undefined) return ResultType.NULL;
  if (typeof value === 'boolean') return ResultType.BOOLEAN;
  if (typeof value === 'number') return ResultType.NUMBER;
  if (typeof value === 'string') return ResultType.STRING;
  if (Array.isArray(value)) return ResultType.ARRAY;
  if (value instanceof FeelDuration) return value.yearsMonths ? ResultType.PERIOD : ResultType.DURATION;
  if (value instanceof FeelDate) return ResultType.DATE;
  if (value instanceof FeelDateTime) return ResultType.DATE_TIME;
  return isPlainObject(value) ? ResultType.OBJECT : ResultType.UNKNOWN;
}

/** Zeebe writes temporal values as Java prints them; functions, ranges and numbers out of range become null. */
export function toJson(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof FeelDuration) return printDuration(value);
  if (value instanceof FeelDate) return value.toString();
  if (value instanceof FeelTime) return printTime(value);
  if (value instanceof FeelDateTime) return printDateTime(value);
  if (!isPlainObject(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Days become hours: `P1D` is `PT24H`; a zero period is `P0D`. */
function printDuration(value: FeelDuration): string {
  const duration = value.unwrap();
  if (value.yearsMonths) {
    const parts = [part(duration.years, 'Y'), part(duration.months, 'M')].join('');
    return `P${parts === '' ? '0D' : parts}`;
  }
  const hours = duration.days * 24 + duration.hours;
  const nanoseconds = duration.milliseconds * 1_000_000 + duration.microseconds * 1000 + duration.nanoseconds;
  const fraction = nanoseconds === 0 ? '' : fractionOf(Math.abs(nanoseconds));
  const negative = duration.seconds < 0 || nanoseconds < 0;
  const seconds =
    duration.seconds === 0 && fraction === ''
      ? ''
      : `${negative ? '-' : ''}${Math.abs(duration.seconds)}${fraction}S`;
  const parts = [part(hours, 'H'), part(duration.minutes, 'M'), seconds].join('');
  return `PT${parts === '' ? '0S' : parts}`;
}

function part(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount}${unit}`;
}

function fractionOf(nanoseconds: number): string {
  return `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
}

/** A local time loses its zero seconds; one with an offset keeps them. */
function printTime(value: FeelTime): string {
  const time = value.unwrap().toString();
  if (value.timezone === null) return withoutZeroSeconds(time);
  return `${time}${value.toString().slice(time.length)}`;
}

function printDateTime(value: FeelDateTime): string {
  const dateTime = value.unwrap().toString();
  const suffix = value.toString().slice(dateTime.length);
  const local = withoutZeroSeconds(dateTime);
  if (!suffix.startsWith('@')) return local + suffix;
  const offset = value['time offset']?.unwrap();
  return `${local}${printOffset(offset?.total('minutes') ?? 0)}[${suffix.slice(1)}]`;
}

function printOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const absolute = Math.abs(minutes);
  const two = (amount: number): string => String(Math.floor(amount)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(absolute / 60)}:${two(absolute % 60)}`;
}

function withoutZeroSeconds(text: string): string {
  return text.replace(/(T|^)(\d\d:\d\d):00$/, '$1$2');
}
