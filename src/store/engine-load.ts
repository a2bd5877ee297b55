/** Reads the engine's whole state in pages, so that neither side holds it twice. */
import { z } from 'zod';
import type { StateEntry } from './port';
import type { Statement } from './statement';

const PAGE_SIZE = 5_000;

const row = z.object({ family: z.string(), key: z.string(), format: z.number().int(), value: z.string() });

export type RunStatement = (statement: Statement) => Promise<readonly unknown[]>;

export async function* loadState(run: RunStatement, pageSize = PAGE_SIZE): AsyncIterable<StateEntry> {
  let coming: Promise<StateEntry[]> | undefined = readPage(run, ['', ''], pageSize);
  while (coming !== undefined) {
    const entries: StateEntry[] = await coming;
    const last = entries.at(-1);
    const isLast = last === undefined || entries.length < pageSize;
    // The database reads the next page while this one is taken in.
    coming = isLast ? undefined : readPage(run, [last.family, last.key], pageSize);
    // Whoever stops reading meanwhile does not wait for it.
    coming?.catch(() => undefined);
    yield* entries;
  }
}

async function readPage(
  run: RunStatement,
  after: readonly [string, string],
  pageSize: number,
): Promise<StateEntry[]> {
  const rows = await run({
    name: 'engine-load',
    text: `SELECT family, key, format, value::text AS value FROM engine_state
           WHERE (family, key) > ($1, $2) ORDER BY family, key LIMIT $3`,
    values: [...after, pageSize],
  });
  return rows.map((one) => row.parse(one));
}
