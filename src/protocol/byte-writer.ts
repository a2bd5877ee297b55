/** Bytes that grow while they are written: where many small texts become one, nothing is made in between. */

/** Up to this length a loop beats the call into the encoder. */
export const SHORT = 24;
const ZERO = 48;
const MINUS = 45;
const EIGHT_DIGITS = 100_000_000;

/** As UTF-8. Returns the number of bytes. */
export function writeText(bytes: Buffer, text: string, at: number): number {
  if (text.length > SHORT) return bytes.write(text, at, 'utf8');
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 127) return bytes.write(text, at, 'utf8');
    bytes[at + index] = unit;
  }
  return text.length;
}

export class ByteWriter {
  /** Filled up to `at`. Another one after each growth. */
  bytes: Buffer;
  at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  /** Leaves bytes out, to be filled later. Returns where they begin. */
  skip(count: number): number {
    this.ensure(count);
    this.at += count;
    return this.at - count;
  }

  text(text: string): void {
    // At most three bytes a UTF-16 unit.
    this.ensure(text.length * 3);
    this.at += writeText(this.bytes, text, this.at);
  }

  copy(bytes: Uint8Array): void {
    this.ensure(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** What was written from `start` to `end`, once more. */
  repeat(start: number, end: number): void {
    this.ensure(end - start);
    this.bytes.copyWithin(this.at, start, end);
    this.at += end - start;
  }

  /** In decimal digits. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) {
      this.text(String(value));
      return;
    }
    this.ensure(24);
    if (value < 0) this.bytes[this.at++] = MINUS;
    const size = Math.abs(value);
    const high = Math.floor(size / EIGHT_DIGITS);
    if (high > 0) this.digits(high, 1);
    this.digits(size - high * EIGHT_DIGITS, high > 0 ? 8 : 1);
  }

  /** At least so many digits of a number below 2^31: with integers only, the division is a multiplication. */
  private digits(value: number, least: number): void {
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count += 1;
    if (count < least) count = least;
    let rest = value | 0;
    for (let at = this.at + count - 1; at >= this.at; at -= 1) {
      const next = (rest / 10) | 0;
      this.bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.at += count;
  }

  private ensure(more: number): void {
    const needed = this.at + more;
    if (needed <= this.bytes.length) return;
    const bytes = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.at));
    this.bytes = bytes;
  }
}
