/** Process instances, newest first. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { AFFECTED, callersOfTasks } from './called';
import { limitOf, pageOf, startOf } from './cursor';
import type { InstanceFilter, InstanceViewer } from './filters';
import { count, isKey, key, optionalKey, optionalText, optionalTime, parameter, time } from './rows';
import { eitherHasWords, type Searched } from './search';
import type { CountedPage, InstanceView } from './views';

const row = z.object({
  key,
  process_key: z.string().nullable(),
  bpmn_process_id: z.string(),
  process_name: optionalText,
  letter: optionalText,
  version: z.number().int(),
  state: z.enum(['ACTIVE', 'COMPLETED', 'CANCELED']),
  has_incident: z.boolean(),
  started_at: z.string(),
  ended_at: optionalTime,
  parent_key: optionalKey,
  initiator: optionalText,
  case_number: optionalText,
});

type Row = z.output<typeof row>;

function viewOf(instance: Row): InstanceView {
  return {
    processInstanceKey: instance.key,
    processDefinitionKey: instance.process_key ?? '',
    bpmnProcessId: instance.bpmn_process_id,
    processName: instance.process_name ?? instance.bpmn_process_id,
    letter: instance.letter,
    version: instance.version,
    state: instance.state,
    hasIncident: instance.has_incident,
    startedAt: time.parse(instance.started_at),
    endedAt: instance.ended_at,
    parentProcessInstanceKey: instance.parent_key,
    initiator: instance.initiator,
    caseNumber: instance.case_number,
  };
}

/** In the instance or in one that it called. */
const OPEN_INCIDENT = `instance.key IN ${AFFECTED}`;

const AT_ELEMENT = `EXISTS (SELECT FROM rm_element_instance element
  WHERE element.process_instance_key = instance.key AND element.element_id = ? AND element.state = 'ACTIVE')`;

/** Rows without a state are instances of which only a variable is known yet. */
function base(knex: Knex): Knex.QueryBuilder {
  return knex('rm_instance AS instance')
    .leftJoin('rm_process AS process', 'process.key', 'instance.process_key')
    .whereNotNull('instance.state')
    .select('instance.*', 'process.name AS process_name', 'process.letter AS letter')
    .select(knex.raw(`${OPEN_INCIDENT} AS has_incident`));
}

const searched: Searched = {
  folded: ['instance.folded'],
  written: ['process.name'],
  accounts: ['instance.initiator'],
  instanceKey: 'instance.key',
};

function search(query: Knex.QueryBuilder, q: string): void {
  query.where((either) => {
    eitherHasWords(either, q, searched);
    if (isKey(q)) either.orWhere('instance.key', q);
  });
}

function restrict(query: Knex.QueryBuilder, viewer: InstanceViewer): void {
  const { name, groups } = viewer;
  const conditions = [
    'task.candidate_users @> ?::jsonb',
    ...groups.map(() => 'task.candidate_groups @> ?::jsonb'),
  ];
  const bindings = [name, ...groups].map((one) => JSON.stringify([parameter(one)]));
  query.where((either) => {
    either
      .where('instance.initiator', parameter(name))
      .orWhereIn('instance.bpmn_process_id', [...viewer.bpmnProcessIds])
      .orWhereRaw(`instance.key IN ${callersOfTasks(conditions.join(' OR '))}`, bindings);
  });
}

/** Whether the filter asks for called instances too: people look for cases, not for their parts. */
function wantsCalled({ bpmnProcessId, parentProcessInstanceKey, q }: InstanceFilter): boolean {
  return bpmnProcessId !== undefined || parentProcessInstanceKey !== undefined || isKey(q?.trim() ?? '');
}

function narrow(query: Knex.QueryBuilder, filter: InstanceFilter): void {
  if (filter.state) query.where('instance.state', filter.state);
  if (filter.bpmnProcessId !== undefined) {
    query.where('instance.bpmn_process_id', parameter(filter.bpmnProcessId));
  }
  if (filter.parentProcessInstanceKey !== undefined) {
    query.where('instance.parent_key', filter.parentProcessInstanceKey);
  }
  if (!wantsCalled(filter)) query.whereNull('instance.parent_key');
  if (filter.initiator !== undefined) query.where('instance.initiator', parameter(filter.initiator));
  if (filter.hasIncident !== undefined) {
    query.whereRaw(filter.hasIncident ? OPEN_INCIDENT : `NOT ${OPEN_INCIDENT}`);
  }
  if (filter.elementId !== undefined) {
    query.whereRaw(AT_ELEMENT, [parameter(filter.elementId)]);
  }
  const q = filter.q?.trim();
  if (q) search(query, q);
  if (filter.visibleTo) restrict(query, filter.visibleTo);
}

async function countInstances(knex: Knex, filter: InstanceFilter): Promise<number> {
  const query = base(knex).clearSelect();
  narrow(query, filter);
  const counted: unknown = await query.count({ count: '*' }).first();
  return z.object({ count }).parse(counted).count;
}

export async function listInstances(knex: Knex, filter: InstanceFilter): Promise<CountedPage<InstanceView>> {
  const start = startOf(filter);
  const caller = filter.parentProcessInstanceKey;
  if (caller !== undefined && !isKey(caller)) return { items: [], nextCursor: null, total: 0 };
  const query = base(knex);
  narrow(query, filter);
  if (start) query.whereRaw('(instance.started_at, instance.key) < (?, ?)', [...start]);
  const found: unknown[] = await query
    .orderBy('instance.started_at', 'desc')
    .orderBy('instance.key', 'desc')
    .limit(limitOf(filter) + 1);
  const rows = found.map((one) => row.parse(one));
  const page = pageOf(rows, filter, (one) => [one.started_at, one.key], viewOf);
  const isWhole = start === undefined && page.nextCursor === null;
  return { ...page, total: isWhole ? page.items.length : await countInstances(knex, filter) };
}

export async function readInstance(knex: Knex, processInstanceKey: string): Promise<InstanceView | null> {
  if (!isKey(processInstanceKey)) return null;
  const found: unknown = await base(knex).where('instance.key', processInstanceKey).first();
  return found === undefined ? null : viewOf(row.parse(found));
}

/** Of the case itself, not of what it called. */
export async function readCaseByNumber(knex: Knex, caseNumber: string): Promise<InstanceView | null> {
  const found: unknown = await base(knex)
    .where('instance.case_number', parameter(caseNumber))
    .whereNull('instance.parent_key')
    .first();
  return found === undefined ? null : viewOf(row.parse(found));
}
