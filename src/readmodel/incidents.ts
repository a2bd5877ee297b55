/** Incidents, newest first. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { CALLED_BY } from './called';
import { limitOf, pageOf, startOf } from './cursor';
import type { IncidentFilter } from './filters';
import { isKey, key, optionalKey, optionalTime, text, time } from './rows';
import type { IncidentView, Page } from './views';

export const incidentRow = z.object({
  key,
  process_instance_key: key,
  bpmn_process_id: text,
  element_id: text,
  element_instance_key: key,
  job_key: optionalKey,
  error_type: text,
  error_message: text,
  state: z.enum(['CREATED', 'RESOLVED']),
  created_at: z.string(),
  resolved_at: optionalTime,
});

export function incidentViewOf(incident: z.output<typeof incidentRow>): IncidentView {
  return {
    key: incident.key,
    processInstanceKey: incident.process_instance_key,
    bpmnProcessId: incident.bpmn_process_id,
    elementId: incident.element_id,
    elementInstanceKey: incident.element_instance_key,
    jobKey: incident.job_key,
    errorType: incident.error_type,
    errorMessage: incident.error_message,
    state: incident.state,
    createdAt: time.parse(incident.created_at),
    resolvedAt: incident.resolved_at,
  };
}

export async function listIncidents(knex: Knex, filter: IncidentFilter): Promise<Page<IncidentView>> {
  const start = startOf(filter);
  const instance = filter.processInstanceKey;
  if (instance !== undefined && !isKey(instance)) return { items: [], nextCursor: null };
  const query = knex('rm_incident').whereNotNull('state');
  if (filter.state) query.where({ state: filter.state });
  if (instance !== undefined) query.whereRaw(`process_instance_key IN ${CALLED_BY}`, [instance]);
  if (start) query.whereRaw('(created_at, key) < (?, ?)', [...start]);
  const found: unknown[] = await query
    .select()
    .orderBy('created_at', 'desc')
    .orderBy('key', 'desc')
    .limit(limitOf(filter) + 1);
  const rows = found.map((one) => incidentRow.parse(one));
  return pageOf(rows, filter, (one) => [one.created_at, one.key], incidentViewOf);
}

export async function readIncident(knex: Knex, incidentKey: string): Promise<IncidentView | null> {
  if (!isKey(incidentKey)) return null;
  const found: unknown = await knex('rm_incident').where({ key: incidentKey }).whereNotNull('state').first();
  return found === undefined ? null : incidentViewOf(incidentRow.parse(found));
}
