/**
 * Arrays as statement parameters in PostgreSQL's binary format: nothing to escape here, nothing to parse there.
 * Layout: dimensions, has-null flag, element type, length, lower bound; then a length (−1: null) before each element.
 */

import { SHORT, writeText, type ByteWriter } from '../protocol/byte-writer';

/** Type oids, fixed by PostgreSQL's catalogue. */
const INT4 = 23;
const INT8 = 20;
const BYTEA = 17;
const TEXT = 25;
const JSON_TYPE = 114;

const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;
const TWO_32 = 4_294_967_296;

function writeHeader(buffer: Buffer, elementType: number, count: number, hasNull: boolean): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull ? 1 : 0, 4);
  buffer.writeInt32BE(elementType, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
}

function emptyArray(elementType: number): Buffer {
  const buffer = Buffer.alloc(EMPTY_HEADER_BYTES);
  buffer.writeInt32BE(elementType, 8);
  return buffer;
}

export function int4Array(values: readonly number[]): Buffer {
  if (values.length === 0) return emptyArray(INT4);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 8);
  writeHeader(buffer, INT4, values.length, false);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(value, at + 4);
    at += 8;
  }
  return buffer;
}

/** Integers as numbers, or as decimal strings where they exceed 2^53. */
export function int8Array(values: readonly (number | string | null)[]): Buffer {
  if (values.length === 0) return emptyArray(INT8);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 12);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(value === null ? -1 : 8, at);
    at += 4;
    if (value === null) continue;
    writeInt8(buffer, value, at);
    at += 8;
  }
  writeHeader(buffer, INT8, values.length, values.includes(null));
  return buffer.subarray(0, at);
}

function writeInt8(buffer: Buffer, value: number | string, at: number): void {
  if (typeof value === 'string') {
    buffer.writeBigInt64BE(BigInt(value), at);
    return;
  }
  if (!Number.isSafeInteger(value)) throw new RangeError(`Expected an integer below 2^53, but got ${value}`);
  const high = Math.floor(value / TWO_32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * TWO_32, at + 4);
}

export function byteaArray(values: readonly Uint8Array[]): Buffer {
  if (values.length === 0) return emptyArray(BYTEA);
  const bytes = values.reduce((sum, value) => sum + 4 + value.length, HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(bytes);
  writeHeader(buffer, BYTEA, values.length, false);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(value.length, at);
    buffer.set(value, at + 4);
    at += 4 + value.length;
  }
  return buffer;
}

export const textArray = (values: readonly string[]): Buffer => stringArray(values, TEXT);
export const jsonArray = (values: readonly string[]): Buffer => stringArray(values, JSON_TYPE);

/** @param write writes the JSON of one item */
export function jsonArrayOf<T>(items: readonly T[], to: ByteWriter, write: (item: T) => void): Buffer {
  if (items.length === 0) return emptyArray(JSON_TYPE);
  to.skip(HEADER_BYTES);
  for (const item of items) {
    const length = to.skip(4);
    write(item);
    to.bytes.writeInt32BE(to.at - length - 4, length);
  }
  writeHeader(to.bytes, JSON_TYPE, items.length, false);
  return to.bytes.subarray(0, to.at);
}

function stringArray(values: readonly string[], elementType: number): Buffer {
  if (values.length === 0) return emptyArray(elementType);
  let bytes = HEADER_BYTES;
  // At least one byte a UTF-16 unit, at most three.
  for (const value of values)
    bytes += 4 + (value.length <= SHORT ? value.length * 3 : Buffer.byteLength(value));
  const buffer = Buffer.allocUnsafe(bytes);
  writeHeader(buffer, elementType, values.length, false);
  let at = HEADER_BYTES;
  for (const value of values) {
    const length = writeText(buffer, value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer.subarray(0, at);
}
