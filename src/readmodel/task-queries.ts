/** How lists of tasks are narrowed and sorted. The SQL names the tables as `base` of tasks.ts joins them. */
import type { Knex } from 'knex';
import { NATIVE_USER_TASK } from '../protocol/records';
import { CALLED_BY } from './called';
import { TaskOrder, type TaskFilter, type TaskViewer } from './filters';
import { parameter } from './rows';
import { eitherHasWords, type Searched } from './search';

/** The engine knows who has a task that it keeps itself; of the others we know. '' is nobody. */
export const HOLDER = `nullif(CASE task.job_type WHEN '${NATIVE_USER_TASK}' THEN task.assignee
  ELSE coalesce(claim.account, task.assignee) END, '')`;

export const ASSIGNED_BY = `CASE WHEN claim.account = ${HOLDER} THEN claim.assigned_by END`;

/** Milliseconds; null: none. */
export const DUE_AT = `coalesce(nullif(task.due_at, 0), (extract(epoch FROM deadline.due_at) * 1000)::bigint)`;

const NEVER = '9223372036854775807';
const IN_GROUP = 'task.candidate_groups @> ?::jsonb';
const asList = (name: string) => JSON.stringify([parameter(name)]);

function restrict(query: Knex.QueryBuilder, viewer: TaskViewer): void {
  query.where((either) => {
    either.whereRaw(`${HOLDER} = ?`, [parameter(viewer.name)]);
    either.orWhereRaw('task.candidate_users @> ?::jsonb', [asList(viewer.name)]);
    for (const group of viewer.groups) either.orWhereRaw(IN_GROUP, [asList(group)]);
  });
}

const searched: Searched = {
  folded: ['instance.folded'],
  written: ['described.name', 'process.name', 'requester.display_name'],
  accounts: [HOLDER],
  instanceKey: 'task.process_instance_key',
};

export function narrowTasks(query: Knex.QueryBuilder, filter: TaskFilter): void {
  if (filter.state) query.where('task.state', filter.state);
  if (filter.group !== undefined) query.whereRaw(IN_GROUP, [asList(filter.group)]);
  const { groups } = filter;
  if (groups !== undefined) {
    query.where((either) => {
      for (const group of groups) either.orWhereRaw(IN_GROUP, [asList(group)]);
    });
  }
  if (filter.assignee !== undefined) query.whereRaw(`${HOLDER} = ?`, [parameter(filter.assignee)]);
  if (filter.unassigned) query.whereRaw(`${HOLDER} IS NULL`);
  if (filter.delegated) query.whereRaw(`${ASSIGNED_BY} IS NOT NULL`);
  if (filter.bpmnProcessId !== undefined)
    query.where('task.bpmn_process_id', parameter(filter.bpmnProcessId));
  if (filter.dueFrom !== undefined) query.whereRaw(`${DUE_AT} >= ?`, [filter.dueFrom]);
  if (filter.dueBefore !== undefined) query.whereRaw(`${DUE_AT} < ?`, [filter.dueBefore]);
  if (filter.processInstanceKey !== undefined) {
    query.whereRaw(`task.process_instance_key IN ${CALLED_BY}`, [filter.processInstanceKey]);
  }
  const q = filter.q?.trim();
  if (q) query.where((either) => eitherHasWords(either, q, searched));
  if (filter.visibleTo) restrict(query, filter.visibleTo);
}

export interface SqlOrder {
  /** Never null. */
  readonly sql: string;
  readonly direction: 'asc' | 'desc';
  readonly isText: boolean;
}

export function orderOfTasks(filter: Pick<TaskFilter, 'order' | 'state'>): SqlOrder {
  switch (filter.order) {
    case TaskOrder.DUE:
      return { sql: `coalesce(${DUE_AT}, ${NEVER})`, direction: 'asc', isText: false };
    case TaskOrder.PRIORITY:
      return { sql: 'coalesce(task.priority, 50)::bigint', direction: 'desc', isText: false };
    case TaskOrder.REQUESTER:
      return {
        sql: `logigramme_fold(coalesce(requester.display_name, instance.initiator, ''))`,
        direction: 'asc',
        isText: true,
      };
    default:
      return {
        sql: 'task.created_at',
        direction: filter.state === 'CREATED' ? 'asc' : 'desc',
        isText: false,
      };
  }
}
