/** Where in its day and month a moment falls, for those of a time zone. */
export interface LocalTime {
  /** Of the month, from 1. */
  readonly day: number;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Milliseconds. */
  readonly sinceMidnight: number;
}

/** `at` in milliseconds since the epoch; `timeZone`: IANA name. A day of 23 or 25 hours is taken for one of 24. */
export function localTime(at: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const weekday =
    ((new Date(Date.UTC(part('year'), part('month') - 1, part('day'))).getUTCDay() + 6) % 7) + 1;
  const seconds = part('hour') * 3600 + part('minute') * 60 + part('second');
  return { day: part('day'), weekday, sinceMidnight: seconds * 1000 + (at % 1000) };
}
