/** `+ - * / **` (DMN 1.3, 10.3.2.3.6). Undefined when the types do not go together. */
import type { Operator } from './ast';
import { Decimal } from './decimal';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, MAX_INT, YearMonthDuration } from './temporal';
import { ThrownError } from './thrown-error';
import { FeelError, isSameKind, print, type Value } from './value';

const DAY = 86_400;
/** Characters. */
const MAX_TEXT = 4_000_000;

export function calculate(operator: Exclude<Operator, '**'>, x: Value, y: Value): Value | undefined {
  switch (operator) {
    case '+':
      return add(x, y) ?? (isDuration(x) ? add(y, x) : undefined);
    case '-':
      return subtract(x, y);
    case '*':
      return multiply(x, y) ?? multiply(y, x);
    case '/':
      return divide(x, y);
  }
}

/** The warning for operands that do not go together. */
export function mismatch(operator: Exclude<Operator, '**'>, x: Value, y: Value): string {
  const [a, b] = [print(x), print(y)];
  switch (operator) {
    case '+':
      return `Can't add '${b}' to '${a}'`;
    case '-':
      return `Can't subtract '${b}' from '${a}'`;
    case '*':
      return `Can't multiply '${a}' by '${b}'`;
    case '/':
      return `Can't divide '${a}' by '${b}'`;
  }
}

export function power(x: Decimal, y: Decimal): Value {
  return y.isWhole() ? x.power(y.toInt()) : Decimal.of(Math.pow(x.toNumber(), y.toNumber()));
}

function add(x: Value, y: Value): Value | undefined {
  if (x instanceof Decimal && y instanceof Decimal) return x.add(y);
  if (typeof x === 'string' && typeof y === 'string') {
    return x.length + y.length > MAX_TEXT ? new FeelError('The text is too long', true) : x + y;
  }
  if (y instanceof DayTimeDuration) return plusTime(x, y);
  return y instanceof YearMonthDuration ? plusMonths(x, y) : undefined;
}

function subtract(x: Value, y: Value): Value | undefined {
  if (x instanceof Decimal && y instanceof Decimal) return x.subtract(y);
  if (y instanceof DayTimeDuration) return plusTime(x, y.negate());
  if (y instanceof YearMonthDuration) return plusMonths(x, new YearMonthDuration(-y.totalMonths));
  if (!isSameKind(x, y)) return undefined;
  if (x instanceof FeelDate && y instanceof FeelDate)
    return new DayTimeDuration((x.epochDay - y.epochDay) * DAY);
  if (x instanceof FeelTime && y instanceof FeelTime) {
    const nanos = x.comparable - y.comparable;
    return DayTimeDuration.of(0, x.zone === null ? nanos : Math.abs(nanos));
  }
  if (x instanceof FeelDateTime && y instanceof FeelDateTime) {
    return DayTimeDuration.of(x.epochSeconds - y.epochSeconds, (x.nanoOfDay % 1e9) - (y.nanoOfDay % 1e9));
  }
  return undefined;
}

function plusTime(x: Value, y: DayTimeDuration): Value | undefined {
  if (x instanceof FeelTime || x instanceof FeelDateTime || x instanceof DayTimeDuration) return x.plus(y);
  if (!(x instanceof FeelDate)) return undefined;
  return x.plusDays(Math.floor(y.seconds / DAY));
}

function plusMonths(x: Value, y: YearMonthDuration): Value | undefined {
  if (x instanceof YearMonthDuration) return new YearMonthDuration(x.totalMonths + y.totalMonths);
  return x instanceof FeelDate || x instanceof FeelDateTime ? x.plusMonths(y.totalMonths) : undefined;
}

function multiply(x: Value, y: Value): Value | undefined {
  if (!(y instanceof Decimal)) return undefined;
  if (x instanceof Decimal) return x.multiply(y);
  if (x instanceof YearMonthDuration) return timesMonths(x, y.toInt());
  return x instanceof DayTimeDuration ? x.times(y.toInt()) : undefined;
}

/** Years and months are Java's int, each. */
function timesMonths({ years, months }: YearMonthDuration, factor: number): YearMonthDuration {
  if ([years * factor, months * factor].some((part) => part > MAX_INT || part < -MAX_INT - 1))
    throw new ThrownError('java.lang.ArithmeticException: integer overflow');
  return new YearMonthDuration((years * 12 + months) * factor);
}

function divide(x: Value, y: Value): Value | undefined {
  if (y instanceof Decimal) {
    if (y.isZero()) return undefined;
    if (x instanceof Decimal) return x.divide(y);
    if (x instanceof YearMonthDuration)
      return new YearMonthDuration(Decimal.of(x.totalMonths).divide(y).toInt());
    if (x instanceof DayTimeDuration) {
      return DayTimeDuration.of(0, Decimal.of(x.milliseconds).divide(y).toInt() * 1_000_000);
    }
  }
  if (x instanceof YearMonthDuration && y instanceof YearMonthDuration && y.totalMonths !== 0) {
    return Decimal.of(Math.trunc(x.totalMonths / y.totalMonths));
  }
  if (x instanceof DayTimeDuration && y instanceof DayTimeDuration && y.milliseconds !== 0) {
    return Decimal.of(Math.trunc(x.milliseconds / y.milliseconds));
  }
  return undefined;
}

function isDuration(value: Value): boolean {
  return value instanceof DayTimeDuration || value instanceof YearMonthDuration;
}
