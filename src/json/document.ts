/**
 * Documents of variables, as Zeebe 8.6 keeps and prints them: integers of 64 bits, doubles in Java's notation, and
 * JSON as its writer escapes it.
 */
import { ExactNumber } from './exact-number';
import { printJson } from './print';

const HIGHEST = 2n ** 64n - 1n;
const LOWEST = -(2n ** 63n);

/** An integer that a document cannot hold. */
export class IntegerRangeError extends Error {
  override readonly name = 'IntegerRangeError';
  constructor() {
    super('MessagePack cannot serialize BigInteger larger than 2^64-1');
  }
}

/** What a document holds for the number written so. Throws `IntegerRangeError`. */
export function documentNumber(text: string): unknown {
  if (/[.eE]/.test(text)) return doubleNumber(Number(text));
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  const integer = BigInt(text);
  if (integer > HIGHEST || integer < LOWEST) throw new IntegerRangeError();
  return new ExactNumber(String(integer));
}

export function longNumber(integer: bigint): number | ExactNumber {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : new ExactNumber(String(integer));
}

/** A double; without end it is written as text. */
export function doubleNumber(double: number): number | ExactNumber | string {
  if (!Number.isFinite(double)) return String(double);
  if (Number.isInteger(double)) return new ExactNumber(wholeDouble(double));
  const size = Math.abs(double);
  return size >= 1e-3 && size < 1e7 ? double : new ExactNumber(javaDouble(double));
}

function wholeDouble(double: number): string {
  if (Math.abs(double) >= 1e7) return javaDouble(double);
  return Object.is(double, -0) ? '-0.0' : `${double}.0`;
}

/** As Java prints a double outside 10^-3 … 10^7: one digit before the point, at least one after it. */
export function javaDouble(double: number): string {
  if (Math.abs(double) === Number.MIN_VALUE) return double < 0 ? '-4.9E-324' : '4.9E-324';
  const [mantissa = '0', exponent = '0'] = double.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

const ESCAPABLE = /[\uD800-\uDFFF]|\\u/;
const ESCAPES = /[\uD800-\uDFFF]|\\(?:u[0-9a-f]{4}|.)/g;

/** As Zeebe's writer does: supplementary characters as two escapes, hexadecimal digits in capitals. */
export function printDocument(value: unknown): string {
  const text = printJson(value);
  return ESCAPABLE.test(text) ? text.replace(ESCAPES, escapeOf) : text;
}

function escapeOf(found: string): string {
  // JSON.stringify writes them so where they have no partner, which UTF-8 cannot hold: Java gives a question mark.
  if (found.startsWith('\\ud')) return '?';
  if (found.startsWith('\\u')) return `\\u${found.slice(2).toUpperCase()}`;
  if (found.startsWith('\\')) return found;
  return `\\u${found.charCodeAt(0).toString(16).toUpperCase()}`;
}
