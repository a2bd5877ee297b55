/** Texts to dates, times and durations; null when the text is none. */
import {
  MAX_INT,
  DayTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  parseOffset,
  YearMonthDuration,
  zoneOffset,
} from './temporal';

/** The year of a date-time may begin with zeros. */
const DATE_OF_TIME = /^(-?\d{4,9})-([01]\d)-([0-3]\d)$/;
const DATE = /^(-?(?:[1-9]\d{0,4})?\d{4})-([01]\d)-([0-3]\d)$/;
const TIME = /^T?(\d\d):(\d\d)(?::(\d\d))?(?:\.(\d{1,9}))?$/;
const END_OF_DAY = /^T?24:00(?::00)?(?:\.0+)?$/;
/** An offset or a zone; with both it is none. */
const ZONE = /(?:([+-]\d\d:\d\d|Z)|@(.+))$/;
const YEARS_MONTHS = /^(-?)P(?:(-?\d+)Y)?(?:(-?\d+)M)?$/;
const DAYS_TIME = /^(-?)P(?:(-?\d+)D)?(?:(T)(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+)(?:\.(\d{0,9}))?S)?)?$/;

export function parseDate(text: string): FeelDate | null {
  const match = DATE.exec(text);
  return dateOf(match);
}

function dateOf(match: RegExpExecArray | null): FeelDate | null {
  return match === null ? null : FeelDate.of(Number(match[1]), Number(match[2]), Number(match[3]));
}

export function parseTime(text: string): FeelTime | null {
  const { local, offset, zone } = splitZone(text);
  // The end of a day is the beginning of one, but not where a date says of which.
  const time = parseLocalTime(END_OF_DAY.test(local) ? '00:00' : local);
  if (time === null || Number.isNaN(offset)) return null;
  if (offset === null && zone === null) return time;
  if (zone === null) return new FeelTime(time.nanoOfDay, { offset: offset ?? 0, id: null });
  const seconds = offset ?? parseOffset(zone) ?? zoneOffset(zone, Math.floor(Date.UTC(2000, 0, 1) / 1000));
  if (seconds === null) return null;
  return new FeelTime(time.nanoOfDay, { offset: seconds, id: parseOffset(zone) === null ? zone : null });
}

export function parseDateTime(text: string): FeelDateTime | null {
  const day = parseDate(text);
  if (day !== null) return new FeelDateTime(day, 0);
  const separator = text.indexOf('T');
  const date = separator === -1 ? null : dateOf(DATE_OF_TIME.exec(text.slice(0, separator)));
  if (date === null) return null;
  const { local, offset, zone } = splitZone(text.slice(separator + 1));
  const time = /^T/.test(local) ? null : parseLocalTime(local);
  if (time === null || Number.isNaN(offset)) return null;
  if (zone !== null) return FeelDateTime.inZone(date, time.nanoOfDay, zone);
  return new FeelDateTime(date, time.nanoOfDay, offset === null ? null : { offset, id: null });
}

export function parseDuration(text: string): YearMonthDuration | DayTimeDuration | null {
  const months = YEARS_MONTHS.exec(text);
  if (months !== null) {
    const [, sign, years, rest] = months;
    if (years === undefined && rest === undefined) return null;
    if ([years, rest].some((part) => Number(part ?? 0) > MAX_INT)) return null;
    return new YearMonthDuration((sign === '-' ? -1 : 1) * (Number(years ?? 0) * 12 + Number(rest ?? 0)));
  }
  const time = DAYS_TIME.exec(text);
  if (time === null) return null;
  const [, sign, days, t, hours, minutes, seconds, fraction = ''] = time;
  if (
    [hours, minutes, seconds].every((part) => part === undefined) &&
    (t !== undefined || days === undefined)
  )
    return null;
  const [d, h, m, s] = [days, hours, minutes, seconds].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const nanos = Number(fraction.padEnd(9, '0')) * (seconds?.startsWith('-') === true ? -1 : 1);
  const total = d * 86_400 + h * 3600 + m * 60 + s;
  if (!Number.isSafeInteger(total)) return null;
  const duration = DayTimeDuration.of(total, nanos);
  return sign === '-' ? duration.negate() : duration;
}

/** What `@"…"` means. */
export function parseTemporal(
  text: string,
): FeelDate | FeelTime | FeelDateTime | YearMonthDuration | DayTimeDuration | null {
  if (/^-?P/.test(text)) return parseDuration(text);
  return (
    parseDate(text) ?? (text.includes('T') && !text.startsWith('T') ? parseDateTime(text) : parseTime(text))
  );
}

function parseLocalTime(text: string): FeelTime | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, hour, minute, second = '0', fraction = ''] = match;
  return FeelTime.of(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(9, '0')));
}

/** An offset that is none is NaN. */
function splitZone(text: string): { local: string; offset: number | null; zone: string | null } {
  const match = ZONE.exec(text);
  const [all = '', offset, zone] = match ?? [];
  if (offset === undefined && zone === undefined) return { local: text, offset: null, zone: null };
  return {
    local: text.slice(0, text.length - all.length),
    offset: offset === undefined ? null : (parseOffset(offset) ?? Number.NaN),
    zone: zone ?? null,
  };
}
