import type { FormField } from '../schema';
import { empty, valueOf, wrong, type FieldType, type ReadContext } from './field-type';

const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const zone = {
  utc_offset: `[+-]${clock}`,
  utc_normalized: 'Z',
  no_timezone: '',
} as const;
/** A day may still be today in the westernmost zone when it is over in UTC. */
const latestZoneMillis = 12 * 60 * 60 * 1000;

export const datetime: FieldType = {
  read(value, field, context) {
    if (value === undefined) return empty();
    if (value === null || value === '') return empty(null);
    const fault = typeof value === 'string' ? findFault(value, field, context) : typeMessage(field, context);
    return fault === undefined ? valueOf(value) : wrong(fault);
  },
};

function findFault(text: string, field: FormField, context: ReadContext): string | undefined {
  const { date, time } = split(text, field.subtype ?? 'date');
  const isDate = date === undefined || isCalendarDay(date);
  const isTime = time === undefined || timePattern(field).test(time);
  if (!isDate || !isTime) return typeMessage(field, context);
  const today = new Date(context.now.getTime() - latestZoneMillis).toISOString().slice(0, 10);
  const isPast = field.disallowPassedDates === true && date !== undefined && date < today;
  return isPast ? context.messages.pastDate(context.label) : undefined;
}

/** The parts that the subtype has; a missing part is empty text, which no pattern accepts. */
function split(text: string, subtype: string): { date?: string; time?: string } {
  if (subtype === 'time') return { time: text };
  if (subtype === 'date') return { date: text };
  const at = text.indexOf('T');
  return at < 0 ? { date: text, time: '' } : { date: text.slice(0, at), time: text.slice(at + 1) };
}

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function timePattern(field: FormField): RegExp {
  const format = field.timeSerializingFormat;
  const suffix = format === 'utc_offset' || format === 'utc_normalized' ? zone[format] : zone.no_timezone;
  return new RegExp(`^${clock}${suffix}$`);
}

function typeMessage(field: FormField, { label, messages }: ReadContext): string {
  if (field.subtype === 'time') return messages.time(label);
  return field.subtype === 'datetime' ? messages.dateTime(label) : messages.date(label);
}
