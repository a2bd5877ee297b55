/**
 * Tasks of people: what the engine says of them, with who claimed and completed them (ours). A service task is among
 * them while its job type is done by hand, and ever after when a person completed it.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { NATIVE_USER_TASK, USER_TASK_JOB_TYPE } from '../protocol/records';
import { limitOf, pageOf, startOf } from './cursor';
import type { TaskFilter } from './filters';
import { formByKey } from './forms';
import type { FormSchema } from '../forms/schema';
import { ASSIGNED_BY, DUE_AT, HOLDER, narrowTasks, orderOfTasks } from './task-queries';
import { isKey, key, names, optionalText, optionalTime, text, time } from './rows';
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
  assigned_by: optionalText,
  due_date: optionalText,
  due_at: z.string().nullable(),
  effective_due_at: z.string().nullable(),
  follow_up_at: z.string().nullable(),
  priority: z.number().int().nullable(),
  initiator: optionalText,
  external_form: optionalText,
  form_key: optionalText,
  created_at: z.string(),
  ended_at: optionalTime,
  completed_by: optionalText,
  sort_value: z.coerce.string(),
});

type Row = z.output<typeof row>;

const DEFAULT_PRIORITY = 50;

/** Null for 0, which is no date, and for what no calendar has. */
function isoOf(millis: string | null): string | null {
  const date = new Date(Number(millis ?? 0));
  return millis === null || millis === '0' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function viewOf(task: Row): TaskView {
  const native = task.job_type === NATIVE_USER_TASK;
  return {
    key: task.key,
    jobType: task.job_type,
    native,
    byHand: !native && task.job_type !== USER_TASK_JOB_TYPE,
    state: task.state,
    name: task.element_name ?? task.element_id,
    elementId: task.element_id,
    elementInstanceKey: task.element_instance_key,
    processInstanceKey: task.process_instance_key,
    bpmnProcessId: task.bpmn_process_id,
    processName: task.process_name ?? task.bpmn_process_id,
    letter: task.letter,
    caseNumber: task.case_number,
    requester: task.initiator,
    candidateGroups: task.candidate_groups,
    candidateUsers: task.candidate_users,
    assignee: task.holder,
    assignedBy: task.assigned_by,
    // The diagram's own date comes before the administration's deadline.
    dueDate: isoOf(task.effective_due_at),
    followUpDate: isoOf(task.follow_up_at),
    unreadableDueDate: task.due_date && isoOf(task.due_at) === null ? task.due_date : null,
    priority: task.priority ?? DEFAULT_PRIORITY,
    createdAt: time.parse(task.created_at),
    endedAt: task.ended_at,
    completedBy: task.completed_by,
  };
}

/** Job types that people do because no connector does. */
export type ByHand = ReadonlySet<string>;

function base(knex: Knex, byHand: ByHand): Knex.QueryBuilder {
  return knex('rm_task AS task')
    .leftJoin('rm_process AS process', 'process.key', 'task.process_key')
    .leftJoin('rm_process_element AS described', (join) => {
      join.on('described.process_key', 'task.process_key').andOn('described.element_id', 'task.element_id');
    })
    .leftJoin('rm_instance AS instance', 'instance.key', 'task.process_instance_key')
    .joinRaw('LEFT JOIN account requester ON requester.name = instance.initiator')
    .joinRaw('LEFT JOIN task_deadline deadline ON deadline.task_key = task.key::text')
    .joinRaw('LEFT JOIN task_claim claim ON claim.task_key = task.key::text')
    .joinRaw(
      `LEFT JOIN task_completion completion ON completion.task_key = task.key::text AND task.state = 'COMPLETED'`,
    )
    .whereNotNull('task.state')
    .where((either) => {
      either
        .whereIn('task.job_type', [USER_TASK_JOB_TYPE, NATIVE_USER_TASK, ...byHand])
        .orWhereNotNull('completion.account');
    });
}

function selected(query: Knex.QueryBuilder, knex: Knex): Knex.QueryBuilder {
  return query
    .select('task.*', 'process.name AS process_name', 'process.letter AS letter')
    .select('described.name AS element_name', 'described.documentation AS documentation')
    .select('instance.case_number AS case_number', 'instance.initiator AS initiator')
    .select('completion.account AS completed_by')
    .select(knex.raw(`${HOLDER} AS holder, ${ASSIGNED_BY} AS assigned_by, ${DUE_AT} AS effective_due_at`));
}

const isNone = ({ processInstanceKey: key, groups }: TaskFilter): boolean =>
  (key !== undefined && !isKey(key)) || groups?.length === 0;

/** Open tasks oldest first, since they wait, any other list newest first; unless the filter names an order. */
export async function listTasks(knex: Knex, byHand: ByHand, filter: TaskFilter): Promise<Page<TaskView>> {
  const order = orderOfTasks(filter);
  const start = startOf(filter, order.isText);
  if (isNone(filter)) return { items: [], nextCursor: null };
  const query = selected(base(knex, byHand), knex).select(knex.raw(`${order.sql} AS sort_value`));
  narrowTasks(query, filter);
  const after = order.direction === 'asc' ? '>' : '<';
  if (start) query.whereRaw(`(${order.sql}, task.key) ${after} (?, ?)`, [...start]);
  const found: unknown[] = await query
    .orderByRaw(`${order.sql} ${order.direction}, task.key ${order.direction}`)
    .limit(limitOf(filter) + 1);
  const rows = found.map((one) => row.parse(one));
  return pageOf(rows, filter, (one) => [one.sort_value, one.key], viewOf);
}

/** How many tasks a list would show on all its pages; no more than `most` are counted. */
export async function countTasks(
  knex: Knex,
  byHand: ByHand,
  filter: Omit<TaskFilter, 'cursor' | 'limit'>,
  most?: number,
): Promise<number> {
  if (isNone(filter)) return 0;
  const query = base(knex, byHand);
  narrowTasks(query, filter);
  if (most !== undefined) query.limit(most);
  const counted: unknown = await knex
    .from(query.select('task.key').as('found'))
    .count({ count: '*' })
    .first();
  return z.object({ count: z.coerce.number() }).parse(counted).count;
}

async function readRow(knex: Knex, byHand: ByHand, taskKey: string): Promise<Row | null> {
  if (!isKey(taskKey)) return null;
  const found: unknown = await selected(base(knex, byHand), knex)
    .select(knex.raw('0 AS sort_value'))
    .where('task.key', taskKey)
    .first();
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
    externalForm: task.external_form || null,
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
