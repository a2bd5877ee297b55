/**
 * Instances that call others. A case is what somebody started, with everything that it called; shared circuits,
 * which nobody starts, have no case of their own.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { isKey, key, text } from './rows';

/** SQL: keys of an instance (one binding: its key) and of all that it called, of whatever depth. */
export const CALLED_BY = `(WITH RECURSIVE called (key) AS (
    SELECT ?::bigint
    UNION
    SELECT instance.key FROM called JOIN rm_instance instance ON instance.parent_key = called.key
  ) SELECT key FROM called)`;

/** SQL: keys of the instances in which an incident is open, and of all that called them. */
export const AFFECTED = `(WITH RECURSIVE affected (key) AS (
    SELECT process_instance_key FROM rm_incident WHERE state = 'CREATED'
    UNION
    SELECT instance.parent_key FROM affected JOIN rm_instance instance ON instance.key = affected.key
    WHERE instance.parent_key IS NOT NULL
  ) SELECT key FROM affected)`;

/** SQL: keys of the instances that called one in which a task matches `condition` (on `task`). */
export const callersOfTasks = (condition: string): string => `(WITH RECURSIVE caller (key) AS (
    SELECT instance.parent_key FROM rm_task task
    JOIN rm_instance instance ON instance.key = task.process_instance_key
    WHERE instance.parent_key IS NOT NULL AND (${condition})
    UNION
    SELECT instance.parent_key FROM caller JOIN rm_instance instance ON instance.key = caller.key
    WHERE instance.parent_key IS NOT NULL
  ) SELECT key FROM caller)`;

export interface CalledInstanceView {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly parentProcessInstanceKey: string;
  /** Of the call activity. */
  readonly parentElementInstanceKey: string;
}

const calledRow = z
  .object({
    key,
    bpmn_process_id: text,
    process_name: text.nullable(),
    parent_key: key,
    parent_element_instance_key: key,
  })
  .transform((row): CalledInstanceView => ({
    processInstanceKey: row.key,
    bpmnProcessId: row.bpmn_process_id,
    processName: row.process_name ?? row.bpmn_process_id,
    parentProcessInstanceKey: row.parent_key,
    parentElementInstanceKey: row.parent_element_instance_key,
  }));

/** All that the instance called, directly or not, in the order of the calls. */
export async function listCalled(
  knex: Knex,
  processInstanceKey: string,
): Promise<readonly CalledInstanceView[]> {
  if (!isKey(processInstanceKey)) return [];
  const found: unknown[] = await knex('rm_instance AS instance')
    .leftJoin('rm_process AS process', 'process.key', 'instance.process_key')
    .whereRaw(`instance.key IN ${CALLED_BY}`, [processInstanceKey])
    .whereNot('instance.key', processInstanceKey)
    .whereNotNull('instance.state')
    .select('instance.*', 'process.name AS process_name')
    .orderBy('instance.key');
  return found.map((one) => calledRow.parse(one));
}

const CALLERS = `
  WITH RECURSIVE caller (key, parent, depth) AS (
    SELECT key, parent_key, 0 FROM rm_instance WHERE key = :key
    UNION ALL
    SELECT instance.key, instance.parent_key, caller.depth + 1
    FROM caller JOIN rm_instance instance ON instance.key = caller.parent
  )
  SELECT caller.key, process.startable FROM caller
  JOIN rm_instance instance ON instance.key = caller.key
  LEFT JOIN rm_process process ON process.key = instance.process_key
  ORDER BY caller.depth`;

const callerRow = z.object({ key, startable: z.boolean().nullable() });

/** The instance and those that called it, nearest first; empty for an unknown one. */
async function callers(knex: Knex, processInstanceKey: string): Promise<z.output<typeof callerRow>[]> {
  if (!isKey(processInstanceKey)) return [];
  const { rows } = await knex.raw<{ rows: unknown[] }>(CALLERS, { key: processInstanceKey });
  return rows.map((one) => callerRow.parse(one));
}

/** Keys of those that called it, nearest first. */
export async function listCallers(knex: Knex, processInstanceKey: string): Promise<readonly string[]> {
  return (await callers(knex, processInstanceKey)).slice(1).map((caller) => caller.key);
}

/**
 * The case that an instance is part of: the nearest that a person could start, else the one that nobody called;
 * null for an unknown instance.
 */
export async function caseOf(knex: Knex, processInstanceKey: string): Promise<string | null> {
  const chain = await callers(knex, processInstanceKey);
  return (chain.find(({ startable }) => startable === true) ?? chain.at(-1))?.key ?? null;
}
