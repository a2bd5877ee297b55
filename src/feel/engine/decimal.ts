/**
 * Decimal numbers of 34 significant digits, half-even, as FEEL has them (DMN 1.3, 10.3.2.3.1) and as Java's
 * BigDecimal prints them. As in Scala, a number written with more digits keeps them, and so does what it begins.
 */
import { javaDouble } from '../../json';

const PRECISION = 34;
const MAX_POWER = 999_999_999;
/** Digits. */
const MAX_SHIFT = 10_000;

export type Rounding = 'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN';

export class Decimal {
  /** The value is `unscaled / 10^scale`; a negative scale means trailing zeros. */
  private constructor(
    readonly unscaled: bigint,
    readonly scale: number,
    /** Of what is calculated from it: 34, or all of its own digits where it was written with more. */
    private readonly precision = PRECISION,
  ) {}

  /** Null when the text is no number: an optional sign, digits, an optional fraction and exponent. */
  static parse(text: string): Decimal | null {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
    if (match === null) return null;
    const [, sign, whole = '', fraction = '', exponent = '0'] = match;
    if (whole === '' && fraction === '') return null;
    const unscaled = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
    return new Decimal(unscaled, fraction.length - Number(exponent), Math.max(PRECISION, digits(unscaled)));
  }

  /** @throws RangeError when the number is not finite */
  static of(value: number | bigint): Decimal {
    if (typeof value === 'bigint' || Number.isSafeInteger(value)) return new Decimal(BigInt(value), 0);
    if (!Number.isFinite(value)) throw new RangeError('Infinite or NaN');
    const text = Math.abs(value) >= 1e7 || Math.abs(value) < 1e-3 ? javaDouble(value) : String(value);
    return Decimal.parse(text) ?? new Decimal(0n, 0);
  }

  add(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return this.with(this.at(scale) + other.at(scale), scale).rounded();
  }

  subtract(other: Decimal): Decimal {
    return this.add(other.negate());
  }

  multiply(other: Decimal): Decimal {
    return this.with(this.unscaled * other.unscaled, this.scale + other.scale).rounded();
  }

  /** @throws RangeError on division by zero */
  divide(other: Decimal): Decimal {
    const preferred = this.scale - other.scale;
    if (this.unscaled === 0n) return this.with(0n, Math.max(preferred, 0));
    const shift = Math.max(0, this.precision + 3 + digits(other.unscaled) - digits(this.unscaled));
    const dividend = this.unscaled * 10n ** BigInt(shift);
    const quotient = dividend / other.unscaled;
    const isExact = quotient * other.unscaled === dividend;
    // one more digit stands for all that was cut off, so that the rounding sees it
    const sticky = isExact
      ? quotient * 10n
      : quotient * 10n + (dividend < 0n === other.unscaled < 0n ? 1n : -1n);
    const result = this.with(sticky, preferred + shift + 1).rounded();
    return isExact ? result.stripped(preferred) : result;
  }

  /** What is left of a division cut to a whole number; it has the sign of the dividend. */
  remainder(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return this.with(this.at(scale) % other.at(scale), scale);
  }

  /** @throws RangeError when the exponent is out of range */
  power(exponent: number): Decimal {
    if (Math.abs(exponent) > MAX_POWER) throw new RangeError('Invalid operation');
    let result = this.with(1n, 0);
    let base: Decimal = this as Decimal;
    for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result = result.multiply(base);
      if (left > 1) base = base.multiply(base);
    }
    return exponent < 0 ? this.with(1n, 0).divide(result) : result;
  }

  negate(): Decimal {
    return this.with(-this.unscaled, this.scale);
  }

  abs(): Decimal {
    return this.unscaled < 0n ? this.negate() : this;
  }

  compare(other: Decimal): number {
    if (this.scale === other.scale)
      return this.unscaled < other.unscaled ? -1 : this.unscaled > other.unscaled ? 1 : 0;
    const scale = Math.max(this.scale, other.scale);
    const [a, b] = [this.at(scale), other.at(scale)];
    return a < b ? -1 : a > b ? 1 : 0;
  }

  isZero(): boolean {
    return this.unscaled === 0n;
  }

  isWhole(): boolean {
    return this.scale <= 0 || this.unscaled % 10n ** BigInt(this.scale) === 0n;
  }

  setScale(scale: number, mode: Rounding): Decimal {
    // Far above the number every digit is cut off: the power of ten need not be computed.
    if (scale < -digits(this.unscaled) && this.scale - scale > MAX_SHIFT) return this.farBelow(scale, mode);
    return scale >= this.scale
      ? this.with(this.at(scale), scale)
      : this.with(divideRounded(this.unscaled, 10n ** BigInt(this.scale - scale), mode), scale);
  }

  private farBelow(scale: number, mode: Rounding): Decimal {
    const sign = this.unscaled < 0n ? -1n : 1n;
    const isAway = mode === 'UP' || (mode === 'CEILING' && sign > 0n) || (mode === 'FLOOR' && sign < 0n);
    return this.with(this.unscaled !== 0n && isAway ? sign : 0n, scale);
  }

  /** Without the fraction. @throws RangeError when it has very many digits */
  toBigInt(): bigint {
    return this.scale <= 0 ? this.at(0) : this.unscaled / 10n ** BigInt(this.scale);
  }

  /** Without the fraction, as Java's `longValue`: 64 bits, overflow wraps. */
  toLong(): bigint {
    // 10^64 is a multiple of 2^64: nothing is left of it
    return this.scale <= -64 ? 0n : BigInt.asIntN(64, this.toBigInt());
  }

  /** Without the fraction, as Java's `intValue`: 32 bits, overflow wraps. */
  toInt(): number {
    return Number(BigInt.asIntN(32, this.toLong()));
  }

  /** The same text for equal numbers. */
  get key(): string {
    let { unscaled, scale } = this as { unscaled: bigint; scale: number };
    if (unscaled === 0n) return '0';
    for (; unscaled % 10n === 0n; scale -= 1) unscaled /= 10n;
    return `${unscaled}E${-scale}`;
  }

  toNumber(): number {
    return Number(this.toString());
  }

  toString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const coefficient = String(this.unscaled < 0n ? -this.unscaled : this.unscaled);
    const adjusted = coefficient.length - 1 - this.scale;
    if (this.scale === 0) return sign + coefficient;
    if (this.scale > 0 && adjusted >= -6) return sign + plain(coefficient, this.scale);
    const mantissa = coefficient.length === 1 ? coefficient : `${coefficient[0]}.${coefficient.slice(1)}`;
    return `${sign}${mantissa}E${adjusted >= 0 ? '+' : ''}${adjusted}`;
  }

  private at(scale: number): bigint {
    if (scale - this.scale > 100_000) throw new RangeError('Number too large');
    return this.unscaled * 10n ** BigInt(scale - this.scale);
  }

  private rounded(): Decimal {
    const excess = digits(this.unscaled) - this.precision;
    if (excess <= 0) return this;
    const unscaled = divideRounded(this.unscaled, 10n ** BigInt(excess), 'HALF_EVEN');
    return this.with(unscaled, this.scale - excess).rounded();
  }

  private stripped(preferred: number): Decimal {
    let { unscaled, scale } = this as Decimal;
    while (scale > preferred && unscaled % 10n === 0n) {
      unscaled /= 10n;
      scale -= 1;
    }
    return this.with(unscaled, scale);
  }

  private with(unscaled: bigint, scale: number): Decimal {
    return new Decimal(unscaled, scale, this.precision);
  }
}

function plain(coefficient: string, scale: number): string {
  const padded = coefficient.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function digits(value: bigint): number {
  return String(value < 0n ? -value : value).length;
}

function divideRounded(value: bigint, divisor: bigint, mode: Rounding): bigint {
  const quotient = value / divisor;
  const rest = value % divisor;
  if (rest === 0n) return quotient;
  const away = value < 0n ? quotient - 1n : quotient + 1n;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const half = twice < divisor ? -1 : twice > divisor ? 1 : 0;
  switch (mode) {
    case 'UP':
      return away;
    case 'DOWN':
      return quotient;
    case 'CEILING':
      return value < 0n ? quotient : away;
    case 'FLOOR':
      return value < 0n ? away : quotient;
    case 'HALF_UP':
      return half >= 0 ? away : quotient;
    case 'HALF_DOWN':
      return half > 0 ? away : quotient;
    case 'HALF_EVEN':
      return half > 0 || (half === 0 && quotient % 2n !== 0n) ? away : quotient;
  }
}
