/** Which processes work on which job types, and what waits for them. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { USER_TASK_JOB_TYPE } from '../protocol/records';
import { count } from './rows';

export interface WorkerProcessView {
  readonly jobType: string;
  readonly host: string;
  readonly pid: number;
  readonly seenSecondsAgo: number;
  readonly inHand: number;
  /** Since its process started. */
  readonly done: number;
  readonly failed: number;
}

export interface WaitingJobsView {
  readonly jobType: string;
  /** Jobs that somebody could take, or has in hand. */
  readonly count: number;
}

export interface WorkerLife {
  readonly processes: readonly WorkerProcessView[];
  readonly waiting: readonly WaitingJobsView[];
}

const processRow = z
  .object({
    job_type: z.string(),
    host: z.string(),
    pid: z.number(),
    seconds: z.coerce.number(),
    in_hand: count,
    done: count,
    failed: count,
  })
  .transform((row): WorkerProcessView => ({
    jobType: row.job_type,
    host: row.host,
    pid: row.pid,
    seenSecondsAgo: Math.max(0, Math.round(row.seconds)),
    inHand: row.in_hand,
    done: row.done,
    failed: row.failed,
  }));
const waitingRow = z
  .object({ type: z.string(), count })
  .transform((row): WaitingJobsView => ({ jobType: row.type, count: row.count }));

export async function readWorkerLife(knex: Knex): Promise<WorkerLife> {
  const processes: unknown[] = await knex('worker_heartbeat')
    .select('job_type', 'host', 'pid', 'in_hand', 'done', 'failed')
    .select(knex.raw('extract(epoch from clock_timestamp() - beat_at) AS seconds'))
    // Whoever has said nothing for longer is gone; where no process lives, nobody takes its rows away.
    .whereRaw("beat_at > clock_timestamp() - interval '5 minutes'")
    .orderBy(['job_type', 'host', 'pid']);
  const waiting: unknown[] = await knex('rm_job')
    .whereIn('state', ['CREATED', 'TIMED_OUT', 'FAILED'])
    .where('retries', '>', 0)
    .whereNot('type', USER_TASK_JOB_TYPE)
    .groupBy('type')
    .orderBy('type')
    .select('type')
    .count({ count: '*' });
  return {
    processes: processes.map((row) => processRow.parse(row)),
    waiting: waiting.map((row) => waitingRow.parse(row)),
  };
}
