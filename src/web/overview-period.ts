/** The month and the weeks that an overview counts in, in the zone of those who read it. */
import { localTime } from '../text/local-time';

const DAY_MILLIS = 86_400_000;
const WEEKS = 12;

export interface OverviewPeriod {
  readonly now: number;
  readonly monthStart: number;
  readonly weeks: readonly number[];
}

/** `now` in milliseconds since the epoch; twelve weeks that begin on Mondays, the running one last. */
export function overviewPeriod(now: number, timeZone: string): OverviewPeriod {
  const { day, weekday, sinceMidnight } = localTime(now, timeZone);
  const midnight = now - sinceMidnight;
  const monday = midnight - (weekday - 1) * DAY_MILLIS;
  return {
    now,
    monthStart: midnight - (day - 1) * DAY_MILLIS,
    weeks: Array.from({ length: WEEKS }, (_, n) => monday - (WEEKS - 1 - n) * 7 * DAY_MILLIS),
  };
}
