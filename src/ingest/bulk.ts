/**
 * The bulk body of an Elasticsearch client: pairs of lines, an action and a record. What is wrong with a pair is
 * told per pair, since a client wants to know which.
 */
import { z } from 'zod';
import { parseJsonKeepingKeys } from '../protocol/parse-record';
import { RecordType, type EngineRecord } from '../protocol/records';

const actionShape = z
  .object({ _index: z.string().default(''), _id: z.string().optional() })
  .transform((action) => ({ index: action._index, id: action._id }));

const actionLineShape = z.union([
  z.object({ index: actionShape }).transform((line) => line.index),
  z.object({ create: actionShape }).transform((line) => line.create),
]);

const LARGEST_INT = 2 ** 31 - 1;
const LARGEST_KEY = 2n ** 63n - 1n;
const wireKey = z.union([
  z.number().int(),
  z.string().refine((text) => /^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST_KEY, 'Expected an integer'),
]);
const constant = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'Expected a name in capitals');

/** The envelope: what storing needs. The value is checked by whoever projects it. */
const recordShape = z.looseObject({
  partitionId: z.number().int().min(1).max(LARGEST_INT),
  position: wireKey.refine((position) => Number(position) >= 0, 'Expected a position of 0 or more'),
  key: wireKey,
  timestamp: z.number().int().min(0),
  recordType: z.enum(RecordType),
  valueType: constant,
  intent: constant,
  value: z.record(z.string(), z.unknown()),
});

export interface BulkItem {
  readonly index: string;
  readonly id: string;
  readonly content:
    | { readonly ok: true; readonly record: EngineRecord; readonly text: string }
    | { readonly ok: false; readonly reason: string };
}

/** The body as a whole cannot be read: no item can be told from another. */
export class MalformedBulkError extends Error {
  override readonly name = 'MalformedBulkError';
}

function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`).join('; ');
}

function parseAction(line: string, number: number): z.output<typeof actionShape> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new MalformedBulkError(`Expected an action in JSON on line ${String(number)}, but it is not JSON`);
  }
  const action = actionLineShape.safeParse(json);
  if (action.success) return action.data;
  throw new MalformedBulkError(
    `Expected {"index": …} or {"create": …} on line ${String(number)}, but got ${line.slice(0, 100)}`,
  );
}

function parseContent(line: string, id: string | undefined): BulkItem['content'] {
  let json: unknown;
  try {
    json = parseJsonKeepingKeys(line);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `Expected a record in JSON, but ${reason}` };
  }
  const checked = recordShape.safeParse(json);
  if (!checked.success) return { ok: false, reason: `Expected a record, but ${issuesOf(checked.error)}` };
  const { partitionId, position } = checked.data;
  const expected = `${String(partitionId)}-${String(position)}`;
  if (id !== undefined && id !== expected) {
    return { ok: false, reason: `Expected _id "${expected}" for the record, but got "${id}"` };
  }
  return { ok: true, record: json as EngineRecord, text: line };
}

/** Throws `MalformedBulkError`. */
export function parseBulk(body: string): BulkItem[] {
  const lines = body.split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  const items: BulkItem[] = [];
  for (let i = 0; i < lines.length; i += 2) {
    const action = parseAction(lines[i] ?? '', i + 1);
    const source = lines[i + 1];
    if (source === undefined) {
      throw new MalformedBulkError(
        `Expected a record after the action on line ${String(i + 1)}, but the body ends`,
      );
    }
    items.push({ index: action.index, id: action.id ?? '', content: parseContent(source, action.id) });
  }
  if (items.length === 0) throw new MalformedBulkError('Expected at least one record, but the body is empty');
  return items;
}
