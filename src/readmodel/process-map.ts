/** What happened, and happens, at each element of a procedure: counts now, passages and times over a period. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { count, optionalAverage, parameter } from './rows';

export interface ProcessMapFilter {
  readonly bpmnProcessId: string;
  /** Absent: all versions, elements matched by id. */
  readonly version?: number | undefined;
  /** Milliseconds since the epoch: passages that began then or later. Absent: since ever. */
  readonly from?: number | undefined;
  /** Passages that began before. */
  readonly to?: number | undefined;
  readonly now: number;
  /** Of cases that this person asked for. */
  readonly initiator?: string | undefined;
  /** Of cases whose data has this value, as people read it. */
  readonly variable?: { readonly name: string; readonly value: string } | undefined;
}

/** Milliseconds. */
export interface Times {
  readonly count: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p95: number | null;
}

export interface MapElementView {
  readonly elementId: string;
  /** Tokens here now, whenever they came. */
  readonly active: number;
  readonly incidents: number;
  /** Open tasks whose deadline has passed. */
  readonly late: number;
  /** Passages that began in the period, and have ended by completing. */
  readonly entered: number;
  readonly duration: Times;
  /** Human tasks: until somebody took it. */
  readonly waiting: Times;
  /** From then until it was done. */
  readonly working: Times;
}

const times = (prefix: string) => ({
  [`${prefix}_count`]: count,
  [`${prefix}_mean`]: optionalAverage,
  [`${prefix}_median`]: optionalAverage,
  [`${prefix}_p95`]: optionalAverage,
});
const rowSchema = z.object({
  element_id: z.string(),
  active: count,
  incidents: count,
  late: count,
  entered: count,
  ...times('duration'),
  ...times('waiting'),
  ...times('working'),
});

type Row = z.output<typeof rowSchema> & Readonly<Record<string, number | null>>;

const timesOf = (row: Row, prefix: string): Times => ({
  count: row[`${prefix}_count`] ?? 0,
  mean: row[`${prefix}_mean`] ?? null,
  median: row[`${prefix}_median`] ?? null,
  p95: row[`${prefix}_p95`] ?? null,
});

function viewOf(row: Row): MapElementView {
  return {
    elementId: row.element_id,
    active: row.active,
    incidents: row.incidents,
    late: row.late,
    entered: row.entered,
    duration: timesOf(row, 'duration'),
    waiting: timesOf(row, 'waiting'),
    working: timesOf(row, 'working'),
  };
}

const measured = (prefix: string, value: string): string => `
  count(${value}) AS ${prefix}_count, avg(${value}) AS ${prefix}_mean,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${value}) AS ${prefix}_median,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY ${value}) AS ${prefix}_p95`;

/** `chosen`: the condition on an instance, or nothing. */
function statement({ version, from, to, initiator, variable }: ProcessMapFilter): string {
  const ofVersion =
    version === undefined
      ? ''
      : 'AND process_key IN (SELECT key FROM rm_process WHERE bpmn_process_id = :id AND version = :version)';
  const began = (column: string): string =>
    [from === undefined ? '' : `AND ${column} >= :from`, to === undefined ? '' : `AND ${column} < :to`].join(
      ' ',
    );
  const ofCase = [
    initiator === undefined
      ? ''
      : `AND process_instance_key IN (SELECT key FROM rm_instance WHERE bpmn_process_id = :id AND initiator = :initiator)`,
    variable === undefined
      ? ''
      : `AND process_instance_key IN (SELECT process_instance_key FROM rm_variable
           WHERE name = :name AND (value = :value OR value = to_json(:value::text)::text))`,
  ].join(' ');
  return `
  WITH passed AS (
    SELECT element_id, count(*) AS entered,
      ${measured('duration', "CASE WHEN state = 'COMPLETED' THEN ended_at - started_at END")}
    FROM rm_element_instance
    WHERE bpmn_process_id = :id AND element_type NOT IN ('PROCESS', 'MULTI_INSTANCE_BODY')
      ${began('started_at')} ${ofVersion} ${ofCase}
    GROUP BY element_id
  ), here AS (
    SELECT element_id, count(*) AS active FROM rm_element_instance
    WHERE bpmn_process_id = :id AND state = 'ACTIVE' AND element_type NOT IN ('PROCESS', 'MULTI_INSTANCE_BODY')
      ${ofVersion} ${ofCase}
    GROUP BY element_id
  ), stuck AS (
    SELECT element_id, count(*) AS incidents FROM rm_incident
    WHERE bpmn_process_id = :id AND state = 'CREATED' ${ofVersion} ${ofCase} GROUP BY element_id
  ), overdue AS (
    SELECT element_id, count(*) AS late FROM rm_task
    WHERE bpmn_process_id = :id AND state = 'CREATED' AND due_at > 0 AND due_at < :now ${ofVersion} ${ofCase}
    GROUP BY element_id
  ), done AS (
    SELECT task.element_id, task.created_at, task.ended_at, taken.at AS taken_at
    FROM rm_task task LEFT JOIN LATERAL (
      SELECT (extract(epoch FROM max(action.at)) * 1000)::bigint AS at FROM task_action action
      WHERE action.task_key = task.key::text AND action.action IN ('CLAIM', 'ASSIGN')
    ) taken ON true
    WHERE bpmn_process_id = :id AND state = 'COMPLETED' ${began('created_at')} ${ofVersion} ${ofCase}
  ), worked AS (
    SELECT element_id,
      ${measured('waiting', 'greatest(coalesce(taken_at, ended_at) - created_at, 0)')},
      ${measured('working', 'greatest(ended_at - taken_at, 0)')}
    FROM done GROUP BY element_id
  )
  SELECT element_id, coalesce(active, 0) AS active, coalesce(incidents, 0) AS incidents, coalesce(late, 0) AS late,
    coalesce(entered, 0) AS entered,
    coalesce(duration_count, 0) AS duration_count, duration_mean, duration_median, duration_p95,
    coalesce(waiting_count, 0) AS waiting_count, waiting_mean, waiting_median, waiting_p95,
    coalesce(working_count, 0) AS working_count, working_mean, working_median, working_p95
  FROM passed FULL JOIN here USING (element_id) FULL JOIN stuck USING (element_id)
    FULL JOIN overdue USING (element_id) FULL JOIN worked USING (element_id)
  ORDER BY element_id`;
}

/** Elements that were reached in the period, or where something is now. */
export async function readProcessMap(
  knex: Knex,
  filter: ProcessMapFilter,
): Promise<readonly MapElementView[]> {
  const { bpmnProcessId, version, from, to, now, initiator, variable } = filter;
  const { rows } = await knex.raw<{ rows: unknown[] }>(statement(filter), {
    id: parameter(bpmnProcessId),
    now,
    ...(version !== undefined && { version }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(initiator !== undefined && { initiator: parameter(initiator) }),
    ...(variable !== undefined && { name: parameter(variable.name), value: parameter(variable.value) }),
  });
  return rows.map((one) => viewOf(rowSchema.parse(one) as Row));
}
