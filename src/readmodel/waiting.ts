/** What an instance waits for or has under way: messages, timers, jobs. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { isKey, key, optionalKey, optionalText, optionalTime, text, time } from './rows';
import type { JobView, TimerView, WaitingMessageView } from './views';

const messageRow = z
  .object({ message_name: text, correlation_key: text, element_id: text, element_instance_key: key })
  .transform((row): WaitingMessageView => ({
    messageName: row.message_name,
    correlationKey: row.correlation_key,
    elementId: row.element_id,
    elementInstanceKey: row.element_instance_key,
  }));

const timerRow = z
  .object({ element_id: text, element_instance_key: optionalKey, due_at: time })
  .transform((row): TimerView => ({
    elementId: row.element_id,
    elementInstanceKey: row.element_instance_key,
    dueAt: row.due_at,
  }));

const jobRow = z
  .object({
    key,
    type: text,
    element_id: text,
    element_instance_key: key,
    state: text,
    retries: z.number().int(),
    error_message: optionalText,
    created_at: time,
    ended_at: optionalTime,
  })
  .transform((row): JobView => ({
    key: row.key,
    type: row.type,
    elementId: row.element_id,
    elementInstanceKey: row.element_instance_key,
    state: row.state,
    retries: row.retries,
    errorMessage: row.error_message || null,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }));

async function ofInstance(
  knex: Knex,
  table: string,
  processInstanceKey: string,
): Promise<readonly unknown[]> {
  if (!isKey(processInstanceKey)) return [];
  return knex(table).where({ process_instance_key: processInstanceKey }).orderBy('key');
}

export async function listWaitingMessages(
  knex: Knex,
  processInstanceKey: string,
): Promise<readonly WaitingMessageView[]> {
  return (await ofInstance(knex, 'rm_waiting_message', processInstanceKey)).map((one) =>
    messageRow.parse(one),
  );
}

/** Timers that are still to fire. */
export async function listTimers(knex: Knex, processInstanceKey: string): Promise<readonly TimerView[]> {
  return (await ofInstance(knex, 'rm_timer', processInstanceKey)).map((one) => timerRow.parse(one));
}

/** Every job, user tasks' included. */
export async function listJobs(knex: Knex, processInstanceKey: string): Promise<readonly JobView[]> {
  return (await ofInstance(knex, 'rm_job', processInstanceKey)).map((one) => jobRow.parse(one));
}
