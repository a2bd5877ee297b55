/** Conversion functions (DMN 1.3, 10.3.4.1). */
import { Decimal } from '../decimal';
import {
  DayTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  monthsBetween,
  YearMonthDuration,
} from '../temporal';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../temporal-parse';
import { FeelError, print, type Value } from '../value';
import { define, type Library } from './define';

/** Seconds: Java knows no zone further east or west. */
const MAX_OFFSET = 18 * 3600;

export const conversionFunctions: Library = {
  date: [define('from', date), define('year,month,day', dateOf)],
  'date and time': [
    define('from', (from) => parsed(from, parseDateTime, 'date-time')),
    define('date,time', dateTimeOf),
  ],
  time: [
    define('from', time),
    define('hour,minute,second', timeOf),
    define('hour,minute,second,offset', timeOf),
  ],
  number: [
    define('from', (from) => number(from, null, null)),
    define('from,grouping separator', (from, grouping) =>
      typeof grouping === 'string' ? number(from, grouping, null) : undefined,
    ),
    define('from,grouping separator,decimal separator', number),
  ],
  string: [
    define('from', (from = null) => (from === null ? null : typeof from === 'string' ? from : print(from))),
  ],
  duration: [define('from', (from) => parsed(from, parseDuration, 'duration'))],
  'years and months duration': [define('from,to', yearsAndMonths)],
};

function parsed(from: Value | undefined, parse: (text: string) => Value, name: string): Value | undefined {
  if (typeof from !== 'string') return undefined;
  return parse(from) ?? new FeelError(`Failed to parse ${name} from '${from}'`);
}

function date(from?: Value): Value | undefined {
  if (from instanceof FeelDate) return from;
  if (from instanceof FeelDateTime) return from.date;
  return parsed(from, parseDate, 'date');
}

function dateOf(year?: Value, month?: Value, day?: Value): Value | undefined {
  if (!(year instanceof Decimal) || !(month instanceof Decimal) || !(day instanceof Decimal))
    return undefined;
  const found = FeelDate.of(year.toInt(), month.toInt(), day.toInt());
  return found ?? new FeelError(`Failed to parse date from: year=${year}, month=${month}, day=${day}`);
}

function dateTimeOf(day?: Value, at?: Value): Value | undefined {
  if (day instanceof FeelDateTime && typeof at === 'string') {
    return day.withZone(at) ?? new FeelError(`Unknown time-zone ID: ${at}`, true);
  }
  const on = day instanceof FeelDateTime ? day.date : day;
  if (!(on instanceof FeelDate) || !(at instanceof FeelTime)) return undefined;
  if (at.zone?.id != null) return FeelDateTime.inZone(on, at.nanoOfDay, at.zone.id);
  return new FeelDateTime(on, at.nanoOfDay, at.zone);
}

function time(from?: Value): Value | undefined {
  if (from instanceof FeelDate) return new FeelTime(0, { offset: 0, id: null });
  if (from instanceof FeelDateTime) return new FeelTime(from.nanoOfDay, from.zone);
  if (typeof from !== 'string') return undefined;
  const isZoned = /[+-]\d\d:\d\d$|Z$|@/.test(from);
  return parsed(from, parseTime, isZoned ? 'time' : 'local-time');
}

function timeOf(hour?: Value, minute?: Value, second?: Value, offset: Value = null): Value | undefined {
  if (!(hour instanceof Decimal) || !(minute instanceof Decimal) || !(second instanceof Decimal))
    return undefined;
  if (offset !== null && !(offset instanceof DayTimeDuration)) return undefined;
  const nanos = Number(second.remainder(Decimal.of(1)).multiply(Decimal.of(1_000_000_000)).toBigInt());
  const zone = offset === null ? null : { offset: offset.seconds, id: null };
  const isZone = Math.abs(zone?.offset ?? 0) <= MAX_OFFSET;
  const found = !isZone ? null : FeelTime.of(hour.toInt(), minute.toInt(), second.toInt(), nanos, zone);
  const shown = `hour=${hour}, minute=${minute}, second=${second}`;
  if (found !== null) return found;
  return new FeelError(
    offset === null
      ? `Failed to parse local-time from: ${shown}`
      : `Failed to parse time from: ${shown}, offset=${offset.toJava()}`,
  );
}

function number(from?: Value, grouping: Value = null, decimal: Value = null): Value | undefined {
  if (typeof from !== 'string') return undefined;
  if (grouping !== null && typeof grouping !== 'string') return undefined;
  if (decimal !== null && typeof decimal !== 'string') return undefined;
  const isGrouping = grouping === null || [' ', ',', '.'].includes(grouping);
  const isDecimal = decimal === null || [',', '.'].includes(decimal);
  if (!isGrouping || !isDecimal || (grouping !== null && grouping === decimal)) {
    return new FeelError(
      decimal === null
        ? "illegal argument for grouping. Must be one of ' ', ',' or '.'"
        : "illegal arguments for grouping or decimal. Must be one of ' ' (grouping only), ',' or '.'",
    );
  }
  const ungrouped = grouping === null ? from : from.replaceAll(grouping, '');
  const text = decimal === null ? ungrouped : ungrouped.replaceAll(decimal, '.');
  return Decimal.parse(withAsciiDigits(text)) ?? new FeelError(`Can't parse '${text}' as a number`);
}

/** Java reads the digits of every script. */
function withAsciiDigits(text: string): string {
  return text.replace(/[^\x00-\x7f]/g, (character) => digitOf(character) ?? character);
}

/** Digits of a script are in a row: the first one is zero. */
function digitOf(character: string): string | null {
  if (!/\p{Nd}/u.test(character)) return null;
  let first = character.charCodeAt(0);
  while (/\p{Nd}/u.test(String.fromCharCode(first - 1))) first -= 1;
  return String((character.charCodeAt(0) - first) % 10);
}

function yearsAndMonths(from?: Value, to?: Value): Value | undefined {
  const [start, end] = [dayOf(from), dayOf(to)];
  return start === null || end === null ? undefined : new YearMonthDuration(monthsBetween(start, end));
}

function dayOf(value: Value | undefined): FeelDate | null {
  if (value instanceof FeelDateTime) return value.date;
  return value instanceof FeelDate ? value : null;
}
