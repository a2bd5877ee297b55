/**
 * Tasks of people: what the engine says of them, with who claimed and completed them (ours). A service task is among
 * them while its job type is done by hand, and ever after when a person completed it.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { CALLED_BY } from './called';
import { limitOf, pageOf, startOf } from './cursor';
import type { TaskFilter, TaskViewer } from './filters';
import { formByKey, type FormSchema } from './forms';
import { USER_TASK_JOB_TYPE } from '../protocol/records';
import { isKey, key, names, optionalText, optionalTime, parameter, text, time } from './rows';
import { visibleVariables } from './variables';
import type { Page, TaskDetailView, TaskView } from './views';

const row = z.object({
  key,
  job_type: text,
  state: z.enum(['CREATED', 'COMPLETED', 'CANCELED']),
  element_name: optionalText,
  documentation: optionalText,
  element_id: text,
  element_instance_key: key,
  process_instance_key: key,
  bpmn_process_id: text,
  process_name: optionalText,
  letter: optionalText,
  case_number: optionalText,
  candidate_groups: names,
  candidate_users: names,
  holder: optionalText,
  due_date: optionalText,
  deadline_at: z.date().nullable(),
  form_key: optionalText,
  created_at: z.string(),
  ended_at: optionalTime,
  completed_by: optionalText,
});

type Row = z.output<typeof row>;

function viewOf(task: Row): TaskView {
  return {
    key: task.key,
    jobType: task.job_type,
    byHand: task.job_type !== USER_TASK_JOB_TYPE,
    state: task.state,
    name: task.element_name ?? task.element_id,
    elementId: task.element_id,
    elementInstanceKey: task.element_instance_key,
    processInstanceKey: task.process_instance_key,
    bpmnProcessId: task.bpmn_process_id,
    processName: task.process_name ?? task.bpmn_process_id,
    letter: task.letter,
    caseNumber: task.case_number,
    candidateGroups: task.candidate_groups,
    candidateUsers: task.candidate_users,
    assignee: task.holder,
    // The diagram's own date comes before the administration's deadline.
    dueDate: task.due_date ?? task.deadline_at?.toISOString() ?? null,
    createdAt: time.parse(task.created_at),
    endedAt: task.ended_at,
    completedBy: task.completed_by,
  };
}

const HOLDER = 'coalesce(claim.account, task.assignee)';

/** Job types that people do because no connector does. */
export type ByHand = ReadonlySet<string>;

function base(knex: Knex, byHand: ByHand): Knex.QueryBuilder {
  return knex('rm_task AS task')
    .leftJoin('rm_process AS process', 'process.key', 'task.process_key')
    .leftJoin('rm_process_element AS described', (join) => {
      join.on('described.process_key', 'task.process_key').andOn('described.element_id', 'task.element_id');
    })
    .leftJoin('rm_instance AS instance', 'instance.key', 'task.process_instance_key')
    .joinRaw('LEFT JOIN task_deadline deadline ON deadline.task_key = task.key::text')
    .joinRaw('LEFT JOIN task_claim claim ON claim.task_key = task.key::text')
    .joinRaw(
      `LEFT JOIN task_completion completion ON completion.task_key = task.key::text AND task.state = 'COMPLETED'`,
    )
    .whereNotNull('task.state')
    .where((either) => {
      either.whereIn('task.job_type', [USER_TASK_JOB_TYPE, ...byHand]).orWhereNotNull('completion.account');
    })
    .select('task.*', 'process.name AS process_name', 'process.letter AS letter')
    .select('described.name AS element_name', 'described.documentation AS documentation')
    .select('deadline.due_at AS deadline_at')
    .select('instance.case_number AS case_number', 'completion.account AS completed_by')
    .select(knex.raw(`${HOLDER} AS holder`));
}

const inGroup = 'task.candidate_groups @> ?::jsonb';
const asList = (name: string) => JSON.stringify([parameter(name)]);

function restrict(query: Knex.QueryBuilder, viewer: TaskViewer): void {
  query.where((either) => {
    either.whereRaw(`${HOLDER} = ?`, [parameter(viewer.name)]);
    either.orWhereRaw('task.candidate_users @> ?::jsonb', [asList(viewer.name)]);
    for (const group of viewer.groups) either.orWhereRaw(inGroup, [asList(group)]);
  });
}

function narrow(query: Knex.QueryBuilder, filter: TaskFilter): void {
  if (filter.state) query.where('task.state', filter.state);
  if (filter.group !== undefined) query.whereRaw(inGroup, [asList(filter.group)]);
  if (filter.assignee !== undefined) query.whereRaw(`${HOLDER} = ?`, [parameter(filter.assignee)]);
  if (filter.unassigned) query.whereRaw(`${HOLDER} IS NULL`);
  if (filter.processInstanceKey !== undefined) {
    query.whereRaw(`task.process_instance_key IN ${CALLED_BY}`, [filter.processInstanceKey]);
  }
  if (filter.visibleTo) restrict(query, filter.visibleTo);
}

/** Open tasks oldest first, since they wait; any other list newest first. */
export async function listTasks(knex: Knex, byHand: ByHand, filter: TaskFilter): Promise<Page<TaskView>> {
  const start = startOf(filter);
  if (filter.processInstanceKey !== undefined && !isKey(filter.processInstanceKey)) {
    return { items: [], nextCursor: null };
  }
  const ascending = filter.state === 'CREATED';
  const query = base(knex, byHand);
  narrow(query, filter);
  if (start) query.whereRaw(`(task.created_at, task.key) ${ascending ? '>' : '<'} (?, ?)`, [...start]);
  const direction = ascending ? 'asc' : 'desc';
  const found: unknown[] = await query
    .orderBy('task.created_at', direction)
    .orderBy('task.key', direction)
    .limit(limitOf(filter) + 1);
  const rows = found.map((one) => row.parse(one));
  return pageOf(rows, filter, (one) => [one.created_at, one.key], viewOf);
}

/** How many tasks a list would show on all its pages. */
export async function countTasks(
  knex: Knex,
  byHand: ByHand,
  filter: Omit<TaskFilter, 'cursor' | 'limit'>,
): Promise<number> {
  const key = filter.processInstanceKey;
  if (key !== undefined && !isKey(key)) return 0;
  const query = base(knex, byHand).clearSelect();
  narrow(query, filter);
  const counted: unknown = await query.count({ count: '*' }).first();
  return z.object({ count: z.coerce.number() }).parse(counted).count;
}

async function readRow(knex: Knex, byHand: ByHand, taskKey: string): Promise<Row | null> {
  if (!isKey(taskKey)) return null;
  const found: unknown = await base(knex, byHand).where('task.key', taskKey).first();
  return found === undefined ? null : row.parse(found);
}

/** As a list shows it. */
export async function readTaskView(knex: Knex, byHand: ByHand, taskKey: string): Promise<TaskView | null> {
  const task = await readRow(knex, byHand, taskKey);
  return task === null ? null : viewOf(task);
}

export async function readTask(knex: Knex, byHand: ByHand, taskKey: string): Promise<TaskDetailView | null> {
  const task = await readRow(knex, byHand, taskKey);
  if (task === null) return null;
  return {
    ...viewOf(task),
    documentation: task.documentation,
    variables: await visibleVariables(knex, task.element_instance_key),
    form: task.form_key === null ? null : await formByKey(knex, task.form_key),
  };
}

/** The forms that these tasks have; each once. */
export async function formsOfTasks(knex: Knex, taskKeys: readonly string[]): Promise<FormSchema[]> {
  const found: unknown[] = await knex('rm_task')
    .whereIn('key', taskKeys.filter(isKey))
    .whereNotNull('form_key')
    .distinct('form_key');
  const keys = found.map((one) => row.shape.form_key.parse((one as { form_key: unknown }).form_key) ?? '');
  const forms = await Promise.all(keys.map((key) => formByKey(knex, key)));
  return forms.filter((form) => form !== null);
}
