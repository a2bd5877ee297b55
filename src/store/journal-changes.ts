/**
 * Changes of the engine's state as bytes, in parts that fit a page of the database. Names of families and JSON have no
 * line breaks, and names of families no @.
 */
import { z } from 'zod';
import type { StateEntry } from './port';

/** A row takes at most 8,160 bytes, its header included. */
const PART_BYTES = 8_000;

const keyText = z.string();

/** Of entries without one: they are of programs before 0.2.0. */
const FIRST_FORMAT = 1;

/** Three lines an entry: family and format, key as JSON, value as JSON or nothing where the row is deleted. */
export function encodeChanges(entries: readonly StateEntry[]): Uint8Array[] {
  const lines: string[] = [];
  for (const { family, format, key, value } of entries) {
    lines.push(`${family}@${String(format)}`, JSON.stringify(key), value ?? '');
  }
  const bytes = Buffer.from(lines.join('\n'));
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PART_BYTES) parts.push(bytes.subarray(at, at + PART_BYTES));
  return parts;
}

export function decodeChanges(parts: readonly Uint8Array[]): StateEntry[] {
  const lines = Buffer.concat(parts).toString().split('\n');
  const entries: StateEntry[] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [name = '', key = '', value = ''] = lines.slice(at, at + 3);
    const [family = '', format] = name.split('@');
    entries.push({
      family,
      key: keyText.parse(JSON.parse(key)),
      format: format === undefined ? FIRST_FORMAT : Number(format),
      value: value === '' ? null : value,
    });
  }
  return entries;
}
