import { dayIn, isCalendarDay, isSameMoment, momentIn, timeIn } from '../moments';
import type { FormField } from '../schema';
import { empty, valueOf, wrong, type FieldType, type ReadContext, type ShowContext } from './field-type';

const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const zone = {
  utc_offset: `[+-]${clock}`,
  utc_normalized: 'Z',
  no_timezone: '',
} as const;
/** A day may still be today in the westernmost zone when it is over in UTC. */
const latestZoneMillis = 12 * 60 * 60 * 1000;

export const datetime: FieldType = {
  emptyValue: null,
  /** Of an instant its day or its hour: form-js itself shows nothing then. */
  shown: (value, field, context) => (typeof value === 'string' ? shownText(value, field, context) : null),
  isSame: (shown, submitted, _field, { timeZone }) =>
    typeof shown === 'string' && typeof submitted === 'string' && isSameMoment(shown, submitted, timeZone),
  read(value, field, context) {
    if (value === undefined) return empty();
    if (value === null || value === '') return empty(null);
    const fault = typeof value === 'string' ? findFault(value, field, context) : typeMessage(field, context);
    return fault === undefined ? valueOf(value) : wrong(fault);
  },
};

function shownText(text: string, field: FormField, { timeZone }: ShowContext): string | null {
  if (field.subtype === 'time') return timeIn(text);
  return field.subtype === 'datetime'
    ? momentIn(text, field.timeSerializingFormat, timeZone)
    : dayIn(text, timeZone);
}

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

function timePattern(field: FormField): RegExp {
  const format = field.timeSerializingFormat;
  const suffix = format === 'utc_offset' || format === 'utc_normalized' ? zone[format] : zone.no_timezone;
  return new RegExp(`^${clock}${suffix}$`);
}

function typeMessage(field: FormField, { label, messages }: ReadContext): string {
  if (field.subtype === 'time') return messages.time(label);
  return field.subtype === 'datetime' ? messages.dateTime(label) : messages.date(label);
}
