/** Reads the engine's whole state in pages, so that neither side holds it twice. */
import { z } from 'zod';
import type { StateEntry } from './port';
import type { Statement } from './statement';

const PAGE_SIZE = 5_000;

const row = z.object({ family: z.string(), key: z.string(), value: z.string() });

export type RunStatement = (statement: Statement) => Promise<readonly unknown[]>;

export async function* loadState(run: RunStatement, pageSize = PAGE_SIZE): AsyncIterable<StateEntry> {
  let after: readonly [string, string] = ['', ''];
  for (;;) {
    const rows = await run({
      name: 'engine-load',
      text: `SELECT family, key, value::text AS value FROM engine_state
             WHERE (family, key) > ($1, $2) ORDER BY family, key LIMIT $3`,
      values: [...after, pageSize],
    });
    const entries = rows.map((one) => row.parse(one));
    yield* entries;
    const last = entries.at(-1);
    if (!last || entries.length < pageSize) return;
    after = [last.family, last.key];
  }
}
