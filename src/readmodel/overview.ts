/** The first page of those who lead: how each procedure does, and who has waited longest. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { count, optionalAverage, optionalText, time } from './rows';

export interface OverviewFilter {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Beginning of the month. */
  readonly monthStart: number;
  /** Beginning of each week of the trend, oldest first. */
  readonly weeks: readonly number[];
}

export interface ProcedureOverview {
  readonly bpmnProcessId: string;
  readonly name: string;
  readonly letter: string | null;
  readonly open: number;
  /** Open cases with a task whose deadline has passed. */
  readonly late: number;
  /** Open cases with an incident, their own or of what they called. */
  readonly blocked: number;
  readonly doneThisMonth: number;
  /** Median, in milliseconds, of the cases completed this month; null: none was. */
  readonly medianDuration: number | null;
  /** Cases that began in each week of the trend. */
  readonly trend: readonly number[];
}

export interface GroupWait {
  readonly group: string;
  readonly waiting: number;
  readonly oldestAt: string;
  readonly oldestTaskKey: string;
}

const procedureRow = z.object({
  bpmn_process_id: z.string(),
  name: optionalText,
  letter: optionalText,
  open: count,
  late: count,
  blocked: count,
  done: count,
  median: optionalAverage,
});

const PROCEDURES = `
  WITH RECURSIVE latest AS (
    SELECT DISTINCT ON (bpmn_process_id) bpmn_process_id, name, letter FROM rm_process
    WHERE bpmn_process_id IS NOT NULL AND deleted_at IS NULL ORDER BY bpmn_process_id, version DESC
  ), open AS (
    SELECT key, bpmn_process_id FROM rm_instance WHERE state = 'ACTIVE' AND parent_key IS NULL
  ), troubled AS (
    SELECT process_instance_key AS key, true AS stuck, false AS overdue FROM rm_incident WHERE state = 'CREATED'
    UNION
    SELECT process_instance_key, false, true FROM rm_task WHERE state = 'CREATED' AND due_at > 0 AND due_at < :now
  ), tree AS (
    SELECT key, stuck, overdue FROM troubled
    UNION
    SELECT instance.parent_key, tree.stuck, tree.overdue
    FROM tree JOIN rm_instance instance ON instance.key = tree.key WHERE instance.parent_key IS NOT NULL
  ), open_counts AS (
    SELECT bpmn_process_id, count(*) AS open,
      count(*) FILTER (WHERE key IN (SELECT key FROM tree WHERE overdue)) AS late,
      count(*) FILTER (WHERE key IN (SELECT key FROM tree WHERE stuck)) AS blocked
    FROM open GROUP BY bpmn_process_id
  ), done_counts AS (
    SELECT bpmn_process_id, count(*) AS done,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ended_at - started_at) AS median
    FROM rm_instance WHERE state = 'COMPLETED' AND parent_key IS NULL AND ended_at >= :monthStart
    GROUP BY bpmn_process_id
  )
  SELECT bpmn_process_id, name, letter, coalesce(open, 0) AS open, coalesce(late, 0) AS late,
    coalesce(blocked, 0) AS blocked, coalesce(done, 0) AS done, median
  FROM latest LEFT JOIN open_counts USING (bpmn_process_id) LEFT JOIN done_counts USING (bpmn_process_id)
  ORDER BY letter NULLS LAST, name, bpmn_process_id`;

const TREND = `
  SELECT bpmn_process_id, width_bucket(started_at, :weeks::bigint[]) AS week, count(*) AS begun
  FROM rm_instance WHERE parent_key IS NULL AND state IS NOT NULL AND started_at >= :first
  GROUP BY bpmn_process_id, week`;

const WAITS = `
  SELECT candidate AS "group", count(*) AS waiting, min(created_at) AS oldest_at,
    (array_agg(key::text ORDER BY created_at, key))[1] AS oldest_key
  FROM rm_task, jsonb_array_elements_text(candidate_groups) AS candidate
  WHERE state = 'CREATED' GROUP BY candidate ORDER BY oldest_at LIMIT :limit`;

const trendRow = z.object({ bpmn_process_id: z.string(), week: count, begun: count });
const waitRow = z.object({
  group: z.string(),
  waiting: count,
  oldest_at: z.string(),
  oldest_key: z.string(),
});

export async function readOverview(
  knex: Knex,
  { now, monthStart, weeks }: OverviewFilter,
): Promise<readonly ProcedureOverview[]> {
  const [procedures, trend] = await Promise.all([
    knex.raw<{ rows: unknown[] }>(PROCEDURES, { now, monthStart }),
    knex.raw<{ rows: unknown[] }>(TREND, { weeks: `{${weeks.join(',')}}`, first: weeks[0] ?? now }),
  ]);
  const begun = new Map<string, number[]>();
  for (const row of trend.rows.map((one) => trendRow.parse(one))) {
    const counts = begun.get(row.bpmn_process_id) ?? weeks.map(() => 0);
    counts[row.week - 1] = row.begun;
    begun.set(row.bpmn_process_id, counts);
  }
  return procedures.rows
    .map((one) => procedureRow.parse(one))
    .map((row) => ({
      bpmnProcessId: row.bpmn_process_id,
      name: row.name ?? row.bpmn_process_id,
      letter: row.letter,
      open: row.open,
      late: row.late,
      blocked: row.blocked,
      doneThisMonth: row.done,
      medianDuration: row.median,
      trend: begun.get(row.bpmn_process_id) ?? weeks.map(() => 0),
    }));
}

/** Groups whose oldest open task is oldest, first. */
export async function readGroupWaits(knex: Knex, limit: number): Promise<readonly GroupWait[]> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(WAITS, { limit });
  return rows
    .map((one) => waitRow.parse(one))
    .map((row) => ({
      group: row.group,
      waiting: row.waiting,
      oldestAt: time.parse(row.oldest_at),
      oldestTaskKey: row.oldest_key,
    }));
}
