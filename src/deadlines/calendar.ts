/** Working time: the administration's hours and holidays. Pure; dates are counted in the zone of those who work. */

export interface WorkingPeriod {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly from: number;
  readonly to: number;
}

export interface WorkingCalendar {
  readonly periods: readonly WorkingPeriod[];
  /** `2026-12-25` */
  readonly holidays: ReadonlySet<string>;
  /** IANA name. */
  readonly timeZone: string;
}

/** Where no hours are kept: Monday to Friday, the whole day. */
export const everyWeekday: readonly WorkingPeriod[] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  from: 0,
  to: 24 * 60,
}));

const DAY = 24 * 60 * 60_000;
/** Longer than any deadline in working days can reach. */
const LONGEST_SEARCH_DAYS = 40_000;

export interface LocalTime {
  readonly date: string;
  readonly weekday: number;
  readonly minutes: number;
}

export function localTime(at: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return { date, weekday, minutes: Number(part('hour')) * 60 + Number(part('minute')) };
}

function worksOn({ date, weekday }: LocalTime, calendar: WorkingCalendar): boolean {
  return !calendar.holidays.has(date) && calendar.periods.some((period) => period.weekday === weekday);
}

/** The end of the last working period of that day, in minutes since midnight. */
function closing(weekday: number, calendar: WorkingCalendar): number {
  return Math.max(
    ...calendar.periods.filter((period) => period.weekday === weekday).map((period) => period.to),
  );
}

/**
 * The same time of day `days` working days later, at closing time at the latest. What comes after closing, or on a day
 * off, counts from the next working day. `from` in milliseconds since the epoch.
 * @throws Error when the calendar has no working day
 */
export function addWorkingDays(from: number, days: number, calendar: WorkingCalendar): number {
  const start = localTime(from, calendar.timeZone);
  const counts = worksOn(start, calendar) && start.minutes < closing(start.weekday, calendar);
  let at = from;
  let left = counts ? days : days + 1;
  for (let searched = 0; left > 0; searched += 1) {
    if (searched > LONGEST_SEARCH_DAYS) throw new Error('Expected a working day in the calendar, but none');
    at += DAY;
    if (worksOn(localTime(at, calendar.timeZone), calendar)) left -= 1;
  }
  const end = localTime(at, calendar.timeZone);
  const beyond = Math.max(0, end.minutes - closing(end.weekday, calendar));
  return at - beyond * 60_000;
}
