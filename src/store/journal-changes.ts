/** Changes of the engine's state as bytes, in parts that fit a page of the database. */
import { z } from 'zod';
import type { StateEntry } from './port';

/** A row takes at most 8,160 bytes, its header included. */
const PART_BYTES = 8_000;

const row = z.tuple([z.string(), z.string()]);

/** Two lines an entry: the row, then its JSON or nothing where the row is deleted. JSON has no line breaks. */
export function encodeChanges(entries: readonly StateEntry[]): Uint8Array[] {
  let text = '';
  for (const { family, key, value } of entries) text += `${JSON.stringify([family, key])}\n${value ?? ''}\n`;
  const bytes = Buffer.from(text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PART_BYTES) parts.push(bytes.subarray(at, at + PART_BYTES));
  return parts;
}

export function decodeChanges(parts: readonly Uint8Array[]): StateEntry[] {
  const lines = Buffer.concat(parts).toString().split('\n');
  const entries: StateEntry[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const [family, key] = row.parse(JSON.parse(lines[at] ?? ''));
    entries.push({ family, key, value: lines[at + 1] || null });
  }
  return entries;
}
