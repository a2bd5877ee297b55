/** Reads a record's JSON text without losing digits: of keys, which become text, nor of variables. */
import { ExactNumber, hasExactNumbers, parseJson } from '../json';
import type { EngineRecord } from './records';

/** The field of documents, in values of every type: what is in it are no keys. */
const DOCUMENT = 'variables';

/** `parseJson`, with integers beyond 2^53 as strings outside of documents. Throws SyntaxError. */
export function parseJsonKeepingKeys(text: string): unknown {
  const value = parseJson(text);
  return hasExactNumbers(text) ? withKeysAsText(value) : value;
}

/** For a text that was a record when it was stored; unchecked otherwise. */
export function parseRecord(text: string): EngineRecord {
  return parseJsonKeepingKeys(text) as EngineRecord;
}

function withKeysAsText(value: unknown): unknown {
  if (value instanceof ExactNumber) return value.isFloat ? value : value.text;
  if (Array.isArray(value)) return value.map(withKeysAsText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, name === DOCUMENT ? entry : withKeysAsText(entry)]),
  );
}
