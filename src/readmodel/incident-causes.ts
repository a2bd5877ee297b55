/** Open incidents by what caused them: kind, procedure, step, and the message without what differs from case to case. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { limitOf } from './cursor';
import { incidentRow, incidentViewOf } from './incidents';
import { count, optionalText, parameter, text, time } from './rows';
import type { IncidentCauseView, IncidentOfCauseView } from './views';

/** Figures, and keys made of them, tell cases apart and not causes. The same for PostgreSQL and PGlite. */
const MESSAGE = `regexp_replace(
  regexp_replace(coalesce(incident.error_message, ''), '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '…', 'gi'),
  '[0-9]+', '…', 'g')`;
/** Of an error that nothing catches the engine names no step in the incident: its step's instance does. */
const ELEMENT = 'coalesce(stopped.element_id, incident.element_id)';
/** The cause's name in addresses: the same as long as its parts are. */
const CAUSE = `md5(concat_ws(E'\\n', incident.error_type, incident.bpmn_process_id, ${ELEMENT}, ${MESSAGE}))`;

const MOST_CAUSES = 200;

const causeRow = z
  .object({
    cause: z.string(),
    error_type: text,
    bpmn_process_id: text,
    process_name: optionalText,
    element_id: text,
    element_name: optionalText,
    message: z.string(),
    example: text,
    incidents: count,
    oldest: time,
    newest: time,
  })
  .transform((row): IncidentCauseView => ({
    id: row.cause,
    errorType: row.error_type,
    bpmnProcessId: row.bpmn_process_id,
    processName: row.process_name,
    elementId: row.element_id,
    elementName: row.element_name,
    message: row.message,
    example: row.example,
    count: row.incidents,
    oldestAt: row.oldest,
    newestAt: row.newest,
  }));

const open = (knex: Knex) =>
  knex('rm_incident AS incident')
    .leftJoin('rm_element_instance AS stopped', 'stopped.key', 'incident.element_instance_key')
    .where('incident.state', 'CREATED');

const described = (knex: Knex) =>
  open(knex)
    .leftJoin('rm_process AS process', 'process.key', 'incident.process_key')
    .joinRaw(
      `LEFT JOIN rm_process_element AS element
        ON element.process_key = incident.process_key AND element.element_id = ${ELEMENT}`,
    );

/** Those that stop most cases first; at most 200. */
export async function listIncidentCauses(knex: Knex): Promise<readonly IncidentCauseView[]> {
  const found: unknown[] = await described(knex)
    .groupByRaw(`incident.error_type, incident.bpmn_process_id, ${ELEMENT}, ${MESSAGE}, ${CAUSE}`)
    .select(
      'incident.error_type',
      'incident.bpmn_process_id',
      knex.raw(`${ELEMENT} AS element_id`),
      knex.raw(`${CAUSE} AS cause`),
      knex.raw(`${MESSAGE} AS message`),
      knex.raw('max(process.name) AS process_name'),
      knex.raw('max(element.name) AS element_name'),
      knex.raw('min(incident.error_message) AS example'),
      knex.raw('count(*) AS incidents'),
      knex.raw('min(incident.created_at) AS oldest'),
      knex.raw('max(incident.created_at) AS newest'),
    )
    .orderBy('incidents', 'desc')
    .orderBy('oldest')
    .limit(MOST_CAUSES);
  return found.map((one) => causeRow.parse(one));
}

const member = incidentRow.extend({ case_number: optionalText });

/** Open ones, oldest first. */
export async function listIncidentsOfCause(
  knex: Knex,
  cause: string,
  limit?: number,
): Promise<readonly IncidentOfCauseView[]> {
  const found: unknown[] = await open(knex)
    .leftJoin('rm_instance AS instance', 'instance.key', 'incident.process_instance_key')
    .whereRaw(`${CAUSE} = ?`, [parameter(cause)])
    .select('incident.*', 'instance.case_number')
    .orderBy('incident.created_at')
    .orderBy('incident.key')
    .limit(limitOf({ limit }));
  return found.map((one) => {
    const row = member.parse(one);
    return { ...incidentViewOf(row), caseNumber: row.case_number };
  });
}
