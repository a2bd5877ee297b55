/** Dates of tasks: kept as the engine wrote them, and read once, when they are projected. */
import type { Knex } from 'knex';
import { instantOfDate } from '../protocol/zoned-date-time';

/** Where there is no date, and where it cannot be read: the text then tells which. */
const NO_INSTANT = 0;

function instantColumn(text: string): number {
  return text === '' ? NO_INSTANT : (instantOfDate(text) ?? NO_INSTANT);
}

/** '' is no date. */
export function dateColumns(dueDate: string, followUpDate: string) {
  return {
    due_date: dueDate,
    follow_up_date: followUpDate,
    due_at: instantColumn(dueDate),
    follow_up_at: instantColumn(followUpDate),
  };
}

const BATCH = 1000;

/** Reads the dates of rows that were written before dates were read. */
export async function readEarlierDates(knex: Knex): Promise<void> {
  for (;;) {
    const rows = await knex<{ key: string; due_date: string | null; follow_up_date: string | null }>(
      'rm_task',
    )
      .whereNull('due_at')
      .where((either) => void either.whereNotNull('due_date').orWhereNotNull('follow_up_date'))
      .limit(BATCH)
      .select('key', 'due_date', 'follow_up_date');
    if (rows.length === 0) return;
    const read = rows.map((row) => ({
      key: row.key,
      ...dateColumns(row.due_date ?? '', row.follow_up_date ?? ''),
    }));
    await knex.raw(
      `UPDATE rm_task task SET due_at = read.due_at, follow_up_at = read.follow_up_at
       FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS read (key, due_at, follow_up_at)
       WHERE task.key = read.key`,
      [read.map(({ key }) => key), read.map(({ due_at }) => due_at), read.map((one) => one.follow_up_at)],
    );
  }
}
