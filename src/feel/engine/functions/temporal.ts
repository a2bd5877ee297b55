/** Date and time functions (DMN 1.3, 10.3.4.8), and Zeebe's `cycle`. */
import { Decimal } from '../decimal';
import {
  dayOfYear,
  DayTimeDuration,
  daysInMonth,
  FeelDate,
  FeelDateTime,
  isoWeek,
  YearMonthDuration,
} from '../temporal';
import { FeelError, print, type FeelFunction, type Value } from '../value';
import { define, type Library } from './define';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const temporalFunctions: Library = {
  'day of year': [onDate((date) => Decimal.of(dayOfYear(date)))],
  'day of week': [onDate((date) => DAYS[date.weekday - 1] ?? null)],
  'month of year': [onDate((date) => MONTHS[date.month - 1] ?? null)],
  'week of year': [onDate((date) => Decimal.of(isoWeek(date)))],
  'last day of month': [
    onDate((date) => FeelDate.of(date.year, date.month, daysInMonth(date.year, date.month))),
  ],
  cycle: [
    define('repetitions,interval', cycle),
    define('repetitions', (interval = null) =>
      isDuration(interval) ? cycle(null, interval) : notAnInterval(interval),
    ),
  ],
};

/** @param now milliseconds since the epoch */
export function clockFunctions(now: number): Library {
  return {
    now: [define('', () => FeelDateTime.now(now))],
    today: [define('', () => FeelDateTime.now(now).date)],
  };
}

function onDate(use: (date: FeelDate) => Value): FeelFunction {
  return define('date', (value) => {
    if (value instanceof FeelDateTime) return use(value.date);
    return value instanceof FeelDate ? use(value) : undefined;
  });
}

function isDuration(value: Value): value is DayTimeDuration | YearMonthDuration {
  return value instanceof DayTimeDuration || value instanceof YearMonthDuration;
}

function cycle(repetitions: Value = null, interval: Value = null): Value {
  if (isDuration(interval) && repetitions === null) return `R/${interval.toString()}`;
  if (isDuration(interval) && repetitions instanceof Decimal)
    return `R${repetitions.toInt()}/${interval.toString()}`;
  const found = `[${print(repetitions)}, ${print(interval)}]`;
  return new FeelError(
    `cycle function expected a repetitions (number) and an interval (duration) parameter, but found '${found}'`,
  );
}

function notAnInterval(value: Value): FeelError {
  return new FeelError(
    `cycle function expected an interval (duration) parameter, but found '${print(value)}'`,
  );
}
