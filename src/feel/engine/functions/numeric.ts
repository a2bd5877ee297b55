/** Numeric functions (DMN 1.3, 10.3.4.5). */
import { Decimal, type Rounding } from '../decimal';
import { DayTimeDuration, YearMonthDuration } from '../temporal';
import { ThrownError } from '../thrown-error';
import { FeelError, type Value } from '../value';
import { define, type Library } from './define';

const MODES: readonly string[] = ['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN'];
const ZERO = Decimal.of(0);
/** Beyond it no digit is written: zeros behind a fraction tell nothing. */
const MAX_SCALE = 6176;
/** Digits that Java's integers have at most: it rounds no further. */
const MAX_SHIFT = 646_456_993;
const OVERFLOW = 'BigInteger would overflow supported range';

export const numericFunctions: Library = {
  decimal: [define('n,scale', rounding('HALF_EVEN')), define('n,scale,mode', decimal)],
  floor: [define('n', (n) => rounding('FLOOR')(n, ZERO)), define('n,scala', rounding('FLOOR'))],
  ceiling: [define('n', (n) => rounding('CEILING')(n, ZERO)), define('n,scale', rounding('CEILING'))],
  abs: [define('number', abs), define('n', abs)],
  modulo: [define('dividend,divisor', modulo)],
  sqrt: [
    define('number', (n) => (n instanceof Decimal && n.compare(ZERO) < 0 ? null : double(n, Math.sqrt))),
  ],
  log: [define('number', (n) => double(n, Math.log))],
  exp: [define('number', (n) => double(n, Math.exp))],
  odd: [define('number', (n) => isRemainder(n, 1))],
  even: [define('number', (n) => isRemainder(n, 0))],
  'round up': [define('n,scale', rounding('UP'))],
  'round down': [define('n,scale', rounding('DOWN'))],
  'round half up': [define('n,scale', rounding('HALF_UP'))],
  'round half down': [define('n,scala', rounding('HALF_DOWN'))],
  'random number': [define('', () => Decimal.of(Math.random()))],
};

function rounding(mode: Rounding): (n?: Value, scale?: Value) => Value | undefined {
  return (n, scale) => {
    if (!(n instanceof Decimal) || !(scale instanceof Decimal)) return undefined;
    const wanted = scale.toInt();
    if (!n.isZero() && Math.abs(wanted - n.scale) > MAX_SHIFT) return new FeelError(OVERFLOW);
    return n.setScale(Math.min(wanted, Math.max(n.scale, MAX_SCALE)), mode);
  };
}

function decimal(n?: Value, scale?: Value, mode?: Value): Value | undefined {
  if (!(n instanceof Decimal) || !(scale instanceof Decimal) || typeof mode !== 'string') return undefined;
  const name = mode.toUpperCase();
  if (MODES.includes(name)) return rounding(name as Rounding)(n, scale);
  return new FeelError(
    `Illegal argument '${mode}' for rounding mode. Must be one of: ${[...MODES, 'UNNECESSARY'].join(', ')}`,
  );
}

function abs(n?: Value): Value | undefined {
  if (n instanceof Decimal) return n.abs();
  if (n instanceof YearMonthDuration) return new YearMonthDuration(Math.abs(n.totalMonths));
  if (n instanceof DayTimeDuration) return n.isNegative ? n.negate() : n;
  return undefined;
}

function modulo(dividend?: Value, divisor?: Value): Value | undefined {
  if (!(dividend instanceof Decimal) || !(divisor instanceof Decimal)) return undefined;
  if (divisor.isZero()) throw new ThrownError('java.lang.ArithmeticException: Division by zero');
  return dividend.remainder(divisor).add(divisor).remainder(divisor);
}

/** No number is infinite: such a result fails the whole expression. */
function double(n: Value | undefined, compute: (n: number) => number): Value | undefined {
  if (!(n instanceof Decimal)) return undefined;
  const result = compute(n.toNumber());
  if (Number.isFinite(result)) return Decimal.of(result);
  const first = Number.isNaN(result) ? 'N' : 'I';
  throw new ThrownError(
    `java.lang.NumberFormatException: Character ${first} is neither a decimal digit number, decimal point,` +
      ' nor "e" notation exponential mark.',
  );
}

function isRemainder(n: Value | undefined, remainder: number): Value | undefined {
  return n instanceof Decimal
    ? n.abs().remainder(Decimal.of(2)).compare(Decimal.of(remainder)) === 0
    : undefined;
}
