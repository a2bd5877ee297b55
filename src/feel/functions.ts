/** Functions that Zeebe's FEEL has and feelin lacks, or where the two differ. */
import { randomUUID } from 'node:crypto';

import { dateAndTime, FeelDate, FeelDateTime, FeelDuration, FeelFunction, parseDate } from 'feelin';

import { toJson } from './values';

/** Raised by `assert`; the evaluation as a whole fails. */
export class AssertionFailure extends Error {}

type Implementation = (...args: readonly unknown[]) => unknown;

const fixed: Readonly<Record<string, FeelFunction>> = {
  'is defined': define(['value'], (value) => !isNull(value)),
  'get or else': define(['value', 'default'], (value, fallback) => (isNull(value) ? fallback : value)),
  assert: define(['value', 'condition', 'cause'], assertTrue),
  trim: define(['string'], (text) => (typeof text === 'string' ? text.trim() : null)),
  extract: define(['input', 'pattern'], extract),
  uuid: define([], () => randomUUID()),
  'to base64': define(['value'], (text) =>
    typeof text === 'string' ? Buffer.from(text, 'utf8').toString('base64') : null,
  ),
  'random number': define([], () => Math.random()),
  'is empty': define(['list'], (list) => (Array.isArray(list) ? list.length === 0 : null)),
  'duplicate values': define(['list'], duplicates),
  partition: define(['list', 'size'], partition),
  'last day of month': define(['date'], lastDayOfMonth),
  cycle: define(['repetitions', 'interval'], cycle),
};

/** @param now milliseconds since the epoch */
export function zeebeFunctions(now: number): Record<string, unknown> {
  return {
    ...fixed,
    now: define([], () => dateAndTime(new Date(now).toISOString())),
    today: define([], () => parseDate(new Date(now).toISOString().slice(0, 10))),
  };
}

function define(parameters: string[], implementation: Implementation): FeelFunction {
  return new FeelFunction(implementation as (...args: unknown[]) => unknown, parameters);
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function assertTrue(value: unknown, condition: unknown, cause: unknown): unknown {
  if (condition === true) return value ?? null;
  throw new AssertionFailure(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
}

function extract(input: unknown, pattern: unknown): unknown {
  if (typeof input !== 'string' || typeof pattern !== 'string') return null;
  try {
    return [...input.matchAll(new RegExp(pattern, 'gu'))].map(([match]) => match);
  } catch {
    return null;
  }
}

function duplicates(list: unknown): unknown {
  if (!Array.isArray(list)) return null;
  const seen = new Map<string, { count: number; value: unknown }>();
  for (const value of list as unknown[]) {
    const key = JSON.stringify(toJson(value));
    const entry = seen.get(key);
    if (entry === undefined) seen.set(key, { count: 1, value });
    else entry.count += 1;
  }
  return [...seen.values()].filter(({ count }) => count > 1).map(({ value }) => value);
}

function partition(list: unknown, size: unknown): unknown {
  if (!Array.isArray(list) || typeof size !== 'number' || size <= 0) return null;
  const parts: unknown[][] = [];
  for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size));
  return parts;
}

function lastDayOfMonth(date: unknown): unknown {
  if (!(date instanceof FeelDate) && !(date instanceof FeelDateTime)) return null;
  return parseDate(new Date(Date.UTC(date.year, date.month, 0)).toISOString().slice(0, 10));
}

/** `cycle(duration)`, `cycle(3, duration)`: a timer cycle such as `R3/PT10S`. */
function cycle(...args: readonly unknown[]): unknown {
  const [first, second] = args;
  if (first instanceof FeelDuration && second === undefined) return `R/${first.toString()}`;
  if (!(second instanceof FeelDuration)) return null;
  if (isNull(first)) return `R/${second.toString()}`;
  return typeof first === 'number' ? `R${Math.trunc(first)}/${second.toString().toUpperCase()}` : null;
}
