/** What `value.name` gives on dates, times and durations. */
import { Decimal } from './decimal';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration, type Zone } from './temporal';
import type { Value } from './value';

/** Null when the value has no properties at all. */
export function propertiesOf(value: Value): ReadonlyMap<string, Value> {
  if (value instanceof FeelDate) return dateProperties(value);
  if (value instanceof FeelTime) return timeProperties(value, value.zone);
  if (value instanceof FeelDateTime) {
    return new Map([...dateProperties(value.date), ...timeProperties(value.time, value.zone)]);
  }
  if (value instanceof YearMonthDuration) return numbers({ years: value.years, months: value.months });
  if (value instanceof DayTimeDuration) {
    return numbers({ days: value.days, hours: value.hours, minutes: value.minutes, seconds: value.second });
  }
  return new Map();
}

function dateProperties({ year, month, day, weekday }: FeelDate): ReadonlyMap<string, Value> {
  return numbers({ year, month, day, weekday });
}

function timeProperties({ hour, minute, second }: FeelTime, zone: Zone | null): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ...numbers({ hour, minute, second }),
    ['time offset', zone === null ? null : new DayTimeDuration(zone.offset)],
    ['timezone', zone?.id ?? null],
  ]);
}

function numbers(entries: Readonly<Record<string, number>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries).map(([name, value]) => [name, Decimal.of(value)]));
}
