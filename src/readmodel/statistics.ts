/** Counts and durations, by procedure and by element; all versions together. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { count, optionalAverage, optionalText, parameter } from './rows';
import type { ElementStatisticsView, FlowStatisticsView, ProcessStatisticsView } from './views';

const processRow = z
  .object({
    bpmn_process_id: z.string(),
    name: optionalText,
    letter: optionalText,
    active: count,
    completed: count,
    canceled: count,
    incidents: count,
    average_duration: optionalAverage,
  })
  .transform((row): ProcessStatisticsView => ({
    bpmnProcessId: row.bpmn_process_id,
    processName: row.name ?? row.bpmn_process_id,
    letter: row.letter,
    active: row.active,
    completed: row.completed,
    canceled: row.canceled,
    incidents: row.incidents,
    averageDurationMs: row.average_duration,
  }));

const byProcess = `
  WITH latest AS (
    SELECT DISTINCT ON (bpmn_process_id) bpmn_process_id, name, letter FROM rm_process
    WHERE bpmn_process_id IS NOT NULL ORDER BY bpmn_process_id, version DESC
  ), counted AS (
    SELECT bpmn_process_id,
      count(*) FILTER (WHERE state = 'ACTIVE') AS active,
      count(*) FILTER (WHERE state = 'COMPLETED') AS completed,
      count(*) FILTER (WHERE state = 'CANCELED') AS canceled,
      avg(ended_at - started_at) FILTER (WHERE state = 'COMPLETED') AS average_duration
    FROM rm_instance WHERE state IS NOT NULL GROUP BY bpmn_process_id
  ), open_incidents AS (
    SELECT bpmn_process_id, count(*) AS incidents FROM rm_incident WHERE state = 'CREATED' GROUP BY bpmn_process_id
  )
  SELECT bpmn_process_id, name, letter, average_duration,
    coalesce(active, 0) AS active, coalesce(completed, 0) AS completed, coalesce(canceled, 0) AS canceled,
    coalesce(incidents, 0) AS incidents
  FROM latest FULL JOIN counted USING (bpmn_process_id) LEFT JOIN open_incidents USING (bpmn_process_id)
  ORDER BY letter NULLS LAST, name, bpmn_process_id`;

export async function readProcessStatistics(knex: Knex): Promise<readonly ProcessStatisticsView[]> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(byProcess);
  return rows.map((row) => processRow.parse(row));
}

const elementRow = z
  .object({
    element_id: z.string(),
    active: count,
    completed: count,
    terminated: count,
    incidents: count,
    average_duration: optionalAverage,
  })
  .transform((row): ElementStatisticsView => ({
    elementId: row.element_id,
    active: row.active,
    completed: row.completed,
    terminated: row.terminated,
    incidents: row.incidents,
    averageDurationMs: row.average_duration,
  }));

const byElement = `
  WITH counted AS (
    SELECT element_id,
      count(*) FILTER (WHERE state = 'ACTIVE') AS active,
      count(*) FILTER (WHERE state = 'COMPLETED') AS completed,
      count(*) FILTER (WHERE state = 'TERMINATED') AS terminated,
      avg(ended_at - started_at) FILTER (WHERE state = 'COMPLETED') AS average_duration
    FROM rm_element_instance element WHERE bpmn_process_id = :bpmnProcessId AND NOT (
      element_type = 'MULTI_INSTANCE_BODY' AND EXISTS (SELECT FROM rm_element_instance inside
        WHERE inside.process_instance_key = element.process_instance_key AND inside.flow_scope_key = element.key))
    GROUP BY element_id
  ), open_incidents AS (
    SELECT element_id, count(*) AS incidents FROM rm_incident
    WHERE bpmn_process_id = :bpmnProcessId AND state = 'CREATED' GROUP BY element_id
  )
  SELECT counted.*, coalesce(incidents, 0) AS incidents
  FROM counted LEFT JOIN open_incidents USING (element_id) ORDER BY element_id`;

/** Elements that were reached at least once; of a multi-instance activity its instances, not their body. */
export async function readElementStatistics(
  knex: Knex,
  bpmnProcessId: string,
): Promise<readonly ElementStatisticsView[]> {
  const bindings = { bpmnProcessId: parameter(bpmnProcessId) };
  const { rows } = await knex.raw<{ rows: unknown[] }>(byElement, bindings);
  return rows.map((row) => elementRow.parse(row));
}

const flowRow = z
  .object({ element_id: z.string(), count })
  .transform((row): FlowStatisticsView => ({ elementId: row.element_id, count: row.count }));

const byFlow = `
  SELECT flow.element_id, sum(flow.count) AS count
  FROM rm_sequence_flow flow JOIN rm_instance instance ON instance.key = flow.process_instance_key
  WHERE instance.bpmn_process_id = :bpmnProcessId GROUP BY flow.element_id ORDER BY flow.element_id`;

/** Sequence flows that were taken at least once. */
export async function readFlowStatistics(
  knex: Knex,
  bpmnProcessId: string,
): Promise<readonly FlowStatisticsView[]> {
  const bindings = { bpmnProcessId: parameter(bpmnProcessId) };
  const { rows } = await knex.raw<{ rows: unknown[] }>(byFlow, bindings);
  return rows.map((row) => flowRow.parse(row));
}
