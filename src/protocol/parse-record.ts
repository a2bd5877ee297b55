/** Reads a record's JSON text without losing digits of keys. */
import type { EngineRecord } from './records';

/** Digits that might exceed 2^53: 17 or more, or 16 from 9 on. */
const SUSPICIOUS = /9\d{15}|\d{17}/;
/** A string, skipped, or a number. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;

function quoteUnsafe(token: string): string {
  if (token.startsWith('"') || !INTEGER.test(token) || Number.isSafeInteger(Number(token))) return token;
  return `"${token}"`;
}

/** `JSON.parse`, with integers beyond 2^53 as strings. Throws SyntaxError. */
export function parseJsonKeepingKeys(text: string): unknown {
  return JSON.parse(SUSPICIOUS.test(text) ? text.replace(TOKEN, quoteUnsafe) : text);
}

/** For a text that was a record when it was stored; unchecked otherwise. */
export function parseRecord(text: string): EngineRecord {
  return parseJsonKeepingKeys(text) as EngineRecord;
}
