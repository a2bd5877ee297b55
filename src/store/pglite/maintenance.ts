/**
 * What a PostgreSQL server's background processes do, and PGlite has not: checkpoints, so that the write-ahead log
 * stays short and a start after a kill quick; vacuum and analyze, so that tables and plans stay good.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { durations } from '../../config/durations';
import { Service } from '../../kit/service';
import { runStatement } from '../statement';

export interface MaintenanceOptions {
  /** Looks this often (ms). */
  readonly interval?: number;
  /** Checkpoint after this many bytes of write-ahead log. */
  readonly walBytes?: number;
}

const WAL_BYTES = 48 * 1024 * 1024;
/** Rows whose transaction is older than this are frozen, as autovacuum would (autovacuum_freeze_max_age). */
const OLDEST_TRANSACTION = 200_000_000;

const dueRow = z.object({ checkpoint: z.boolean(), freeze: z.boolean() });
const dueText = `
  SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > $1::numeric AS checkpoint,
    (SELECT age(datfrozenxid) > $2::int FROM pg_database WHERE datname = current_database()) AS freeze
  FROM pg_control_checkpoint()`;

const tableRow = z.object({ name: z.string() });
/** The thresholds of autovacuum's defaults, with a higher floor. */
const tableText = `
  SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
  WHERE n_dead_tup > 1000 + 0.2 * n_live_tup OR n_mod_since_analyze > 1000 + 0.1 * n_live_tup
  ORDER BY n_dead_tup + n_mod_since_analyze DESC LIMIT 1`;

/** Does what is due, at most one table a call, since it holds the only connection. Resolves with what was done. */
export async function maintain(knex: Knex, walBytes = WAL_BYTES): Promise<string[]> {
  const done: string[] = [];
  const run = async (text: string): Promise<void> => {
    await runStatement(knex, { text, values: [] });
    done.push(text);
  };
  const [due] = await runStatement(knex, { text: dueText, values: [walBytes, OLDEST_TRANSACTION] });
  const { checkpoint, freeze } = dueRow.parse(due);
  if (checkpoint) await run('CHECKPOINT');
  if (freeze) await run('VACUUM (FREEZE)');
  const [table] = await runStatement(knex, { text: tableText, values: [] });
  if (table !== undefined) await run(`VACUUM (ANALYZE) ${tableRow.parse(table).name}`);
  return done;
}

/** Runs `maintain` from time to time. Returns the function that stops it and waits for the run under way. */
export function startMaintenance(knex: Knex, options: MaintenanceOptions = {}): () => Promise<void> {
  const every = options.interval ?? durations.store.maintainEvery;
  let isFirst = true;
  const service = new Service({
    async round() {
      if (!isFirst) await maintain(knex, options.walBytes);
      isFirst = false;
      return every;
    },
    pauses: { firstMillis: every, longestMillis: every },
    trouble: '',
    // A failure is the database's: whoever uses it next hears of it.
    logger: { warn: () => undefined },
  });
  service.start();
  return () => service.stop();
}
