/**
 * A number that JavaScript's would change: an integer beyond 2^53, a fraction of more digits than a double has, or a
 * double that is whole (`1.0`, `1e2`). Every other JSON number is a JavaScript number.
 */
export class ExactNumber {
  constructor(
    /** As JSON has it. */
    readonly text: string,
  ) {}

  /** Not an integer by its notation: `1.0` and `1e2` are none. */
  get isFloat(): boolean {
    return /[.eE]/.test(this.text);
  }

  /** The nearest JavaScript number. */
  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  /** For whoever prints by `JSON.stringify`: the nearest number. `printJson` prints the number itself. */
  toJSON(): number {
    met.exactNumber = true;
    return this.valueOf();
  }
}

/** Whether `JSON.stringify` came across an exact number since this was set to false. */
export const met = { exactNumber: false };

/** The number as it stands in JSON: a JavaScript number where that prints and counts the same. */
export function exactNumber(text: string): number | ExactNumber {
  const number = Number(text);
  if (Number.isSafeInteger(number) ? !/[.eE]/.test(text) : isSameFraction(text, number)) return number;
  return new ExactNumber(text);
}

/** A fraction with the digits of the JavaScript number, in whatever notation. */
function isSameFraction(text: string, number: number): boolean {
  return !Number.isInteger(number) && digitsOf(text) === digitsOf(String(number));
}

/** Its digits but for zeros around them: of two fractions near each other, what tells them apart. */
function digitsOf(text: string): string {
  return text
    .replace(/[eE].*/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
}

export const isNumber = (value: unknown): value is number | ExactNumber =>
  typeof value === 'number' || value instanceof ExactNumber;

/** A copy of JSON; `structuredClone` would make plain objects of exact numbers. */
export function copyJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyJson) as T;
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, copyJson(entry)])) as T;
}

/** The value with JavaScript's numbers only. */
export function withPlainNumbers(value: unknown): unknown {
  if (value instanceof ExactNumber) return value.valueOf();
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withPlainNumbers(entry)]));
}
