/** Deployed procedures: the latest version of each. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { formByKey, latestForm } from './forms';
import { isKey, key, optionalText, parameter, text, time } from './rows';
import type { ProcessDetailView, ProcessFactsView, ProcessView } from './views';

const row = z.object({
  key,
  bpmn_process_id: z.string(),
  name: optionalText,
  letter: optionalText,
  version: z.number().int(),
  version_tag: optionalText,
  startable: z.boolean().nullable(),
  deployed_at: time,
  facts: z
    .object({ startGroups: z.array(z.string()).optional(), suspension: z.string().optional() })
    .nullable(),
});

const detailRow = row.extend({
  documentation: optionalText,
  bpmn_xml: text,
  start_form_id: optionalText,
  start_form_key: optionalText,
});

const columns = Object.keys(row.shape);

function viewOf(process: z.output<typeof row>): ProcessView {
  return {
    key: process.key,
    bpmnProcessId: process.bpmn_process_id,
    name: process.name ?? process.bpmn_process_id,
    letter: process.letter,
    version: process.version,
    versionTag: process.version_tag,
    startable: (process.startable ?? false) && process.facts?.suspension === undefined,
    suspension: process.facts?.suspension ?? null,
    startGroups: process.facts?.startGroups ?? [],
    deployedAt: process.deployed_at,
  };
}

/** Deployed ones only, latest version of each, by letter and name. */
export async function listProcesses(knex: Knex): Promise<readonly ProcessView[]> {
  const latest = knex('rm_process')
    .distinctOn('bpmn_process_id')
    .select(columns)
    .whereNull('deleted_at')
    .whereNotNull('deployed_at')
    .orderBy('bpmn_process_id')
    .orderBy('version', 'desc');
  const rows: unknown[] = await knex
    .from(latest.as('latest'))
    .orderByRaw('letter NULLS LAST, name, bpmn_process_id');
  return rows.map((one) => viewOf(row.parse(one)));
}

async function startForm(
  knex: Knex,
  process: z.output<typeof detailRow>,
): Promise<Readonly<Record<string, unknown>> | null> {
  if (process.start_form_id !== null) return latestForm(knex, process.start_form_id);
  return process.start_form_key === null ? null : formByKey(knex, process.start_form_key);
}

/** The latest version; null when it is not deployed. */
export async function readProcess(knex: Knex, bpmnProcessId: string): Promise<ProcessDetailView | null> {
  const found: unknown = await knex('rm_process')
    .where({ bpmn_process_id: parameter(bpmnProcessId) })
    .whereNull('deleted_at')
    .whereNotNull('deployed_at')
    .orderBy('version', 'desc')
    .first(Object.keys(detailRow.shape));
  if (found === undefined) return null;
  const process = detailRow.parse(found);
  return {
    ...viewOf(process),
    startForm: await startForm(knex, process),
    bpmnXml: process.bpmn_xml,
    documentation: process.documentation,
  };
}

/** BPMN of one version, also of a deleted one: running instances still need it. */
export async function readProcessXml(knex: Knex, processDefinitionKey: string): Promise<string | null> {
  if (!isKey(processDefinitionKey)) return null;
  const found: unknown = await knex('rm_process').where({ key: processDefinitionKey }).first('bpmn_xml');
  return found === undefined ? null : z.object({ bpmn_xml: optionalText }).parse(found).bpmn_xml;
}

const facts = z.object({
  assignedGroups: z.array(z.string()),
  actorGroups: z.array(z.string()),
  startMessages: z.array(z.string()),
  jobSteps: z.array(z.object({ jobType: z.string(), elementId: z.string(), step: z.string() })),
  // Absent: read before steps could sign.
  signingSteps: z
    .array(z.object({ elementId: z.string(), kind: z.string(), given: z.string(), reason: z.string() }))
    .default([]),
});

const noFacts: ProcessFactsView = {
  assignedGroups: [],
  actorGroups: [],
  startMessages: [],
  jobSteps: [],
  signingSteps: [],
};

/** What one version's diagram says; nothing of an unknown one, or one that could not be read. */
export async function readProcessFacts(knex: Knex, processDefinitionKey: string): Promise<ProcessFactsView> {
  if (!isKey(processDefinitionKey)) return noFacts;
  const found: unknown = await knex('rm_process').where({ key: processDefinitionKey }).first('facts');
  return z.object({ facts: facts.nullable() }).optional().parse(found)?.facts ?? noFacts;
}
