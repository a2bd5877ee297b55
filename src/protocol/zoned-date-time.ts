/**
 * Dates of records as engines write them: what Java prints for a ZonedDateTime, what FEEL prints for a date and time,
 * or what an expression gave as text. A zone that is missing is UTC, as where the engine evaluates it.
 */

const written =
  /^([+-]?\d{4,9})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?\s*(?:\[([^\]]+)\]|@(\S+))?$/i;

const DAY_MILLIS = 86_400_000;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millis: number;
}

/** As if in UTC; null for a day or time that does not exist. */
function plainInstant({ year, month, day, hour, minute, second, millis }: Parts): number | null {
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second + millis > 0)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, millis);
  const exists = new Date(0).setUTCFullYear(year, month - 1, day);
  const whole = new Date(exists);
  if (Number.isNaN(exists) || whole.getUTCMonth() !== month - 1 || whole.getUTCDate() !== day) return null;
  return Number.isNaN(date.getTime()) ? null : date.getTime();
}

function offsetMillis(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const [, hours = '0', minutes = '0', seconds = '0'] = /^[+-](\d{2}):?(\d{2})?:?(\d{2})?$/.exec(text) ?? [];
  const size = (Number(hours) * 60 + Number(minutes || 0)) * 60 + Number(seconds || 0);
  return (text.startsWith('-') ? -1 : 1) * size * 1000;
}

/** How far a zone is ahead of UTC at an instant; null for a zone that this machine does not know. */
function zoneOffset(zone: string, instant: number): number | null {
  const fixed = /^(?:UTC|GMT|UT|Z)?([+-]\d{1,2}(?::\d{2})?)?$/i.exec(zone);
  if (fixed !== null)
    return fixed[1] === undefined ? 0 : offsetMillis(fixed[1].replace(/^([+-])(\d)(?!\d)/, '$10$2'));
  try {
    const shown = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    }).formatToParts(instant);
    const part = (type: string): number => Number(shown.find((one) => one.type === type)?.value);
    const isBefore = shown.find((one) => one.type === 'era')?.value.startsWith('B') === true;
    const local = plainInstant({
      year: isBefore ? 1 - part('year') : part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
      millis: 0,
    });
    return local === null ? null : local - Math.floor(instant / 1000) * 1000;
  } catch {
    return null;
  }
}

/** The instant at which clocks of the zone show `local`. */
function inZone(local: number, zone: string): number | null {
  const first = zoneOffset(zone, local);
  if (first === null) return null;
  const second = zoneOffset(zone, local - first);
  return second === null ? null : local - second;
}

/** Milliseconds since the epoch; a date without a time is the end of that day. Null: it cannot be read. */
export function instantOfDate(text: string): number | null {
  const match = written.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, offset, bracketed, at] = match;
  const plain = plainInstant({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millis: fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000),
  });
  if (plain === null) return null;
  const local = hour === undefined ? plain + DAY_MILLIS - 1 : plain;
  const zone = bracketed ?? at;
  if (offset !== undefined) return local - offsetMillis(offset);
  return zone === undefined ? local : inZone(local, zone);
}
