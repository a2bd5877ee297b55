/**
 * Days, hours and instants as variables have them: what FEEL, workers and people write (`2026-12-24`, `10:30:00`,
 * `2026-12-24T00:00:00Z[Etc/UTC]`, …), and as form-js's date fields write them.
 */
export const TimeFormat = {
  offset: 'utc_offset',
  normalized: 'utc_normalized',
  none: 'no_timezone',
} as const;

const MINUTE = 60_000;
const moment =
  /^(?:(\d{4}-\d{2}-\d{2})(?:T|$))?(?:T?([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?)?(Z|[+-]\d{2}:?\d{2}(?::\d{2})?)?(?:\[[^\]]+\])?$/;

interface Moment {
  readonly day: string | null;
  readonly time: string | null;
  /** Minutes ahead of UTC; null where the text does not say. */
  readonly offset: number | null;
}

export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function parse(text: string): Moment | null {
  const [, day = null, hours, minutes, zone] = moment.exec(text) ?? [];
  const time = hours === undefined ? null : `${hours}:${minutes}`;
  if ((day === null && time === null) || (day !== null && !isCalendarDay(day))) return null;
  return { day, time, offset: zone === undefined ? null : minutesOf(zone) };
}

function minutesOf(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.replaceAll(/\D/g, '');
  const amount = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return zone.startsWith('-') ? -amount : amount;
}

/** `+01:00` */
function written(offset: number): string {
  const pad = (amount: number) => String(amount).padStart(2, '0');
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? 0 : minutesOf(name.slice('GMT'.length));
}

function instantOf({ day, time, offset }: Moment, timeZone: string): number {
  const local = Date.parse(`${day ?? '2000-01-01'}T${time ?? '00:00'}Z`);
  return local - (offset ?? offsetAt(local, timeZone)) * MINUTE;
}

const isoAt = (instant: number, offset: number): string =>
  new Date(instant + offset * MINUTE).toISOString().slice(0, 16);

/** `2026-12-24`: of an instant the day in that time zone; null when the text has no day. */
export function dayIn(text: string, timeZone: string): string | null {
  const found = parse(text);
  if (found === null || found.day === null) return null;
  if (found.time === null || found.offset === null) return found.day;
  const instant = instantOf(found, timeZone);
  return isoAt(instant, offsetAt(instant, timeZone)).slice(0, 10);
}

/** Day and hour as a field of that format writes them; null when the text is no moment with both. */
export function momentIn(text: string, format: string | null | undefined, timeZone: string): string | null {
  const found = parse(text);
  if (found === null || found.day === null || found.time === null) return null;
  if (found.offset === null) return `${found.day}T${found.time}`;
  const instant = instantOf(found, timeZone);
  if (format === TimeFormat.normalized) return `${isoAt(instant, 0)}Z`;
  const offset = offsetAt(instant, timeZone);
  return isoAt(instant, offset) + (format === TimeFormat.offset ? written(offset) : '');
}

/** `10:30`, with what the text says of its zone: form-js reads both. */
export function timeIn(text: string): string | null {
  const found = parse(text);
  if (found === null || found.time === null) return null;
  if (found.offset === null) return found.time;
  return found.time + (found.offset === 0 ? 'Z' : written(found.offset));
}

/** Whether two texts say the same minute, read in that time zone where they name none. */
export function isSameMoment(left: string, right: string, timeZone: string): boolean {
  const [one, other] = [parse(left), parse(right)];
  if (one === null || other === null) return false;
  if ((one.day === null) !== (other.day === null) || (one.time === null) !== (other.time === null))
    return false;
  const distance = Math.abs(instantOf(one, timeZone) - instantOf(other, timeZone));
  return one.day === null ? distance % (24 * 60 * MINUTE) === 0 : distance === 0;
}
