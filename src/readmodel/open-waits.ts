/** What open cases wait for, all together: messages and timers. Those that start cases are not among them. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { CALLED_BY } from './called';
import { limitOf, pageOf, startOf } from './cursor';
import type { WaitFilter } from './filters';
import { isKey, key, text, time } from './rows';
import type { OpenMessageView, OpenTimerView, Page } from './views';

const empty = { items: [], nextCursor: null } as const;

const ofCases = {
  key,
  process_instance_key: key,
  bpmn_process_id: text,
  element_id: text,
};
const messageRow = z.object({ ...ofCases, message_name: text, correlation_key: text });
const timerRow = z.object({ ...ofCases, due_at: z.string() });

const isImpossible = ({ processInstanceKey }: WaitFilter) =>
  processInstanceKey !== undefined && !isKey(processInstanceKey);

function narrow(
  query: Knex.QueryBuilder,
  filter: WaitFilter,
  order: 'process_instance_key' | 'due_at',
): void {
  query.whereNotNull('wait.process_instance_key');
  if (filter.processInstanceKey !== undefined) {
    query.whereRaw(`wait.process_instance_key IN ${CALLED_BY}`, [filter.processInstanceKey]);
  }
  const start = startOf(filter);
  if (start) query.whereRaw(`(wait.${order}, wait.key) > (?, ?)`, [...start]);
  query
    .orderBy(`wait.${order}`)
    .orderBy('wait.key')
    .limit(limitOf(filter) + 1);
}

/** Oldest case first. */
export async function listOpenMessages(knex: Knex, filter: WaitFilter): Promise<Page<OpenMessageView>> {
  if (isImpossible(filter)) return empty;
  const query = knex('rm_waiting_message AS wait').select('wait.*');
  narrow(query, filter, 'process_instance_key');
  const rows = ((await query) as unknown[]).map((one) => messageRow.parse(one));
  return pageOf(
    rows,
    filter,
    (row) => [row.process_instance_key, row.key],
    (row) => ({
      key: row.key,
      processInstanceKey: row.process_instance_key,
      bpmnProcessId: row.bpmn_process_id,
      elementId: row.element_id,
      messageName: row.message_name,
      correlationKey: row.correlation_key,
    }),
  );
}

/** Next due first. */
export async function listOpenTimers(knex: Knex, filter: WaitFilter): Promise<Page<OpenTimerView>> {
  if (isImpossible(filter)) return empty;
  const query = knex('rm_timer AS wait')
    .leftJoin('rm_process AS process', 'process.key', 'wait.process_key')
    .select('wait.*', 'process.bpmn_process_id');
  narrow(query, filter, 'due_at');
  const rows = ((await query) as unknown[]).map((one) => timerRow.parse(one));
  return pageOf(
    rows,
    filter,
    (row) => [row.due_at, row.key],
    (row) => ({
      key: row.key,
      processInstanceKey: row.process_instance_key,
      bpmnProcessId: row.bpmn_process_id,
      elementId: row.element_id,
      dueAt: time.parse(row.due_at),
    }),
  );
}
