/**
 * Cron lines of six fields (second minute hour day-of-month month day-of-week) and the `@` names, in UTC,
 * in the dialect of Spring 5.3 that Zeebe uses: `L`, `LW`, `15W`, `5L`, `5#2` included.
 */
export interface Cron {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly daysOfMonth: readonly string[];
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly string[];
}

const NAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY = 86_400_000;
/** Beyond this no date will come: 29 February on a given weekday returns within 40 years. */
const HORIZON_DAYS = 366 * 50;

export function parseCron(text: string): Cron | { readonly failure: string } {
  const line = NAMES[text.trim().toLowerCase()] ?? text.trim();
  if (line === '') return { failure: 'Empty expression!' };
  const fields = line.split(/\s+/);
  if (fields.length !== 6) {
    return { failure: `Cron expression contains ${fields.length} parts but we expect one of [6]` };
  }
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const parts = {
    seconds: numbers(second, 0, 59),
    minutes: numbers(minute, 0, 59),
    hours: numbers(hour, 0, 23),
    months: numbers(named(month, MONTHS, 1), 1, 12),
  };
  const daysOfMonth = dayOfMonth.toUpperCase().split(',');
  const daysOfWeek = named(dayOfWeek, DAYS, 0).split(',');
  const { seconds, minutes, hours, months } = parts;
  const excess =
    outOfRange(second, 59) ?? outOfRange(minute, 59) ?? outOfRange(hour, 23) ?? outOfRange(month, 12);
  if (excess !== null) return { failure: excess };
  if (seconds === null || minutes === null || hours === null || months === null) return invalid(text);
  if (!daysOfMonth.every(isDayOfMonth) || !daysOfWeek.every(isDayOfWeek)) return invalid(text);
  return { seconds, minutes, hours, months, daysOfMonth, daysOfWeek };
}

/** First time strictly after `from`, in milliseconds since the epoch; null when there is none. */
export function nextCron(cron: Cron, from: number): number | null {
  const start = Math.floor(from / 1000) * 1000 + 1000;
  let day = Math.floor(start / DAY) * DAY;
  for (let count = 0; count < HORIZON_DAYS; count += 1, day += DAY) {
    if (!matchesDay(cron, new Date(day))) continue;
    const time = firstTime(cron, Math.max(0, start - day));
    if (time !== null) return day + time;
  }
  return null;
}

function firstTime({ hours, minutes, seconds }: Cron, atLeast: number): number | null {
  for (const hour of hours) {
    if ((hour + 1) * 3_600_000 <= atLeast) continue;
    for (const minute of minutes) {
      if (hour * 3_600_000 + (minute + 1) * 60_000 <= atLeast) continue;
      for (const second of seconds) {
        const time = hour * 3_600_000 + minute * 60_000 + second * 1000;
        if (time >= atLeast) return time;
      }
    }
  }
  return null;
}

function matchesDay(cron: Cron, date: Date): boolean {
  return (
    cron.months.includes(date.getUTCMonth() + 1) &&
    cron.daysOfMonth.some((field) => matchesDayOfMonth(field, date)) &&
    cron.daysOfWeek.some((field) => matchesDayOfWeek(field, date))
  );
}

function matchesDayOfMonth(field: string, date: Date): boolean {
  const day = date.getUTCDate();
  const last = lastDay(date);
  if (field === 'L') return day === last;
  if (field.startsWith('L-')) return day === last - Number(field.slice(2));
  if (field === 'LW') return day === nearestWeekday(date, last);
  if (field.endsWith('W')) return day === nearestWeekday(date, Math.min(Number(field.slice(0, -1)), last));
  return numbers(field, 1, 31)?.includes(day) ?? false;
}

function matchesDayOfWeek(field: string, date: Date): boolean {
  const day = date.getUTCDate();
  const weekday = date.getUTCDay();
  const nth = /^(\d)#(\d)$/.exec(field);
  if (nth !== null) return Number(nth[1]) % 7 === weekday && Math.ceil(day / 7) === Number(nth[2]);
  const lastOne = /^(\d)L$/.exec(field);
  if (lastOne !== null) return Number(lastOne[1]) % 7 === weekday && day + 7 > lastDay(date);
  return numbers(field, 0, 7)?.some((value) => value % 7 === weekday) ?? false;
}

function lastDay(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function nearestWeekday(date: Date, day: number): number {
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? day + 2 : day - 1;
  if (weekday === 0) return day === lastDay(date) ? day - 2 : day + 1;
  return day;
}

function isDayOfMonth(field: string): boolean {
  return /^(?:L|L-\d{1,2}|LW|\d{1,2}W)$/.test(field) || numbers(field, 1, 31) !== null;
}

function isDayOfWeek(field: string): boolean {
  return /^[0-7](?:#[1-5]|L)$/.test(field) || numbers(field, 0, 7) !== null;
}

/** Ascending values of a field such as `*`, `5`, `1-5`, `0/15`, `2,4`; null when it is malformed. */
function numbers(field: string, low: number, high: number): number[] | null {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:(\*|\?)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const [, all, from, to, step] = match;
    const first = all === undefined ? Number(from) : low;
    const last = all !== undefined || (to === undefined && step !== undefined) ? high : Number(to ?? from);
    const every = Number(step ?? 1);
    if (first < low || last > high || first > last || every === 0) return null;
    for (let value = first; value <= last; value += every) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function outOfRange(field: string, high: number): string | null {
  const value = field.match(/(?<![/\d])\d+/g)?.find((number) => Number(number) > high);
  if (value === undefined) return null;
  return `Failed to parse cron expression. Value ${value} not in range [${high === 12 ? 1 : 0}, ${high}]`;
}

function named(field: string, names: readonly string[], offset: number): string {
  return field.toUpperCase().replace(/[A-Z]{3}/g, (name) => {
    const index = names.indexOf(name);
    return index === -1 ? name : String(index + offset);
  });
}

function invalid(text: string): { readonly failure: string } {
  return { failure: `Failed to parse cron expression '${text}'` };
}
