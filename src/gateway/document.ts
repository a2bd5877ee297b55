/** Variables: a JSON document in the protocol, a plain object inside. */
import {
  documentNumber,
  ExactNumber,
  IntegerRangeError,
  JsonDepthError,
  JsonSyntaxError,
  printDocument as print,
  readLenientJson,
} from '../json';
import { GatewayError } from './errors';

export type Document = Readonly<Record<string, unknown>>;

const LOCATION = '\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: ';

const invalid = (what: string): GatewayError =>
  new GatewayError('INVALID_ARGUMENT', `Property 'variables' is invalid: ${what}`);

function read(text: string): unknown {
  try {
    return readLenientJson(text, documentNumber);
  } catch (error) {
    if (error instanceof IntegerRangeError) throw new GatewayError('INVALID_ARGUMENT', error.message);
    if (error instanceof JsonDepthError) throw invalid(error.message);
    if (!(error instanceof JsonSyntaxError)) throw error;
    const place = `${LOCATION}${error.line}, column: ${error.column}]`;
    throw new GatewayError('INVALID_ARGUMENT', `Invalid JSON value: ${text}${place}`);
  }
}

/** Zeebe's name for what a value is when it is no object. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'ARRAY';
  if (typeof value === 'number') return Number.isInteger(value) ? 'INTEGER' : 'FLOAT';
  if (value instanceof ExactNumber) return value.isFloat ? 'FLOAT' : 'INTEGER';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'STRING';
}

/** A blank text and `null` are the empty document. Throws INVALID_ARGUMENT in Zeebe's words. */
export function parseDocument(text: string): Document {
  if (text.trim() === '') return {};
  const value = read(text);
  if (value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value) && !(value instanceof ExactNumber))
    return value as Document;
  const what = `Expected document to be a root level object, but was '${kindOf(value)}'`;
  throw invalid(what);
}

export function printDocument(value: unknown): string {
  return print(value ?? {});
}

/** Custom headers, in the order of Java's hash maps, in which Zeebe has them. */
export function printHeaders(headers: Readonly<Record<string, string>>): string {
  const entries = Object.entries(headers);
  let size = 16;
  while (entries.length > size * 0.75) size *= 2;
  const placed = entries.map(([key, value]) => ({ bucket: bucketOf(key) & (size - 1), key, value }));
  placed.sort((left, right) => left.bucket - right.bucket);
  return `{${placed.map(({ key, value }) => `${print(key)}:${print(value)}`).join(',')}}`;
}

/** As Java spreads `String.hashCode`. */
function bucketOf(key: string): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1)
    hash = (Math.imul(31, hash) + key.charCodeAt(index)) | 0;
  return hash ^ (hash >>> 16);
}
