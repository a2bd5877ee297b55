/** Finds out, in one pass over a JSON text, whether it has numbers that `JSON.parse` would change. */

const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const SMALL_E = 101;
const LARGE_E = 69;
/** Below nine times 10^15 every integer is a safe one: those of 16 digits that begin with less than 9. */
const SAFE_DIGITS = 16;
const NUMBER_PART: ReadonlySet<number> = new Set(Buffer.from('0123456789.eE+-'));

/** Of a number that is no plain integer: an exponent, or a fraction that is zero, long or tiny, or of a large number. */
const SUSPICIOUS = /[eE]|\d{8}\.\d|\.\d{9}|\.00|\.0(?!\d)/;

/** @param text valid JSON */
export function hasExactNumbers(text: string): boolean {
  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code >= ZERO && code <= NINE) {
      const end = endOfDigits(text, at);
      const next = text.charCodeAt(end);
      if (next !== POINT && next !== SMALL_E && next !== LARGE_E) {
        if (!isSafe(code, end - at)) return true;
        at = end;
      } else if (SUSPICIOUS.test(text.slice(at, (at = endOfNumber(text, end))))) return true;
    }
  }
  return false;
}

/** @param first its first digit */
function isSafe(first: number, digits: number): boolean {
  return digits < SAFE_DIGITS || (digits === SAFE_DIGITS && first < NINE);
}

function endOfDigits(text: string, begin: number): number {
  let at = begin + 1;
  for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(at)) at += 1;
  return at;
}

/** A sign, a point and an exponent are part of it. */
function endOfNumber(text: string, begin: number): number {
  let at = begin;
  while (NUMBER_PART.has(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the string that begins here has its closing quote. */
function endOfString(text: string, begin: number): number {
  let end = text.indexOf('"', begin + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
