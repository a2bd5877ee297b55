/** Keyset pages: a cursor holds the sort values of the last item, so that pages stay right while rows are added. */
import { z } from 'zod';
import type { PageRequest } from './filters';
import type { Page } from './views';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** The two sort values of an item: 64-bit integers as text. */
export type Position = readonly [string, string];

const integer = z.string().regex(/^-?\d{1,19}$/);
const positionShape = z.tuple([integer, integer]);
const textPositionShape = z.tuple([z.string().max(1000), integer]);

/** The cursor did not come from this program, or from another list. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
  constructor() {
    super(
      "Expected a cursor as in a previous page's nextCursor, but got another text. Ask for the first page.",
    );
  }
}

function encode(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Where the page asked for begins: after this position; undefined on the first page. `isText`: the first sort value is
 * a text.
 */
export function startOf(request: PageRequest, isText = false): Position | undefined {
  if (request.cursor === undefined) return undefined;
  try {
    return (isText ? textPositionShape : positionShape).parse(
      JSON.parse(Buffer.from(request.cursor, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InvalidCursorError();
  }
}

export function limitOf(request: PageRequest): number {
  return Math.min(MAX_LIMIT, Math.max(1, Math.trunc(request.limit ?? DEFAULT_LIMIT)));
}

/** Makes a page of up to `limitOf(request) + 1` rows: the one too many tells that there is more. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  request: PageRequest,
  positionOf: (row: Row) => Position,
  viewOf: (row: Row) => View,
): Page<View> {
  const limit = limitOf(request);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(viewOf), nextCursor: more ? encode(positionOf(last)) : null };
}
