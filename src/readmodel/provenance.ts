/** Where a job comes from, and who did a step before it: what a worker that acts outside asks before it acts. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { isKey, key, text } from './rows';

export interface InstanceOfJob {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
}

const CHAIN = `
  WITH RECURSIVE caller (key, parent, process, depth) AS (
    SELECT key, parent_key, bpmn_process_id, 0 FROM rm_instance WHERE key = :instance
    UNION ALL
    SELECT instance.key, instance.parent_key, instance.bpmn_process_id, caller.depth + 1
    FROM caller JOIN rm_instance instance ON instance.key = caller.parent
  )
  SELECT caller.key, caller.parent, caller.process FROM caller
  WHERE EXISTS (SELECT FROM rm_job WHERE rm_job.key = :job)
  ORDER BY caller.depth`;

const chainRow = z.object({ key, parent: key.nullable(), process: text });

/**
 * The job's instance, then what called it, up to the one that nobody called. Null until the read model shows the job,
 * and with it all that happened before it.
 */
export async function provenanceOf(
  knex: Knex,
  job: { readonly jobKey: string; readonly processInstanceKey: string },
): Promise<readonly InstanceOfJob[] | null> {
  if (!isKey(job.jobKey) || !isKey(job.processInstanceKey)) return null;
  const { rows } = await knex.raw<{ rows: unknown[] }>(CHAIN, {
    job: job.jobKey,
    instance: job.processInstanceKey,
  });
  const chain = rows.map((one) => chainRow.parse(one));
  if (chain.at(-1)?.parent !== null) return null;
  return chain.map((one) => ({ processInstanceKey: one.key, bpmnProcessId: one.process }));
}

/** Account that completed the step last, in any of the instances; null: no person did. */
export async function lastCompletedBy(
  knex: Knex,
  instances: readonly InstanceOfJob[],
  elementId: string,
): Promise<string | null> {
  const found: unknown = await knex('rm_task AS task')
    .joinRaw('JOIN task_completion completion ON completion.task_key = task.key::text')
    .where({ 'task.element_id': elementId, 'task.state': 'COMPLETED' })
    .whereIn(
      'task.process_instance_key',
      instances.map((one) => one.processInstanceKey),
    )
    .orderBy('task.key', 'desc')
    .first('completion.account AS account');
  return found === undefined ? null : z.object({ account: text }).parse(found).account;
}
