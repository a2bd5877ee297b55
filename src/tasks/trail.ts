/** What people did with a task, and what they said about it: for its history. */
import type { Knex } from 'knex';
import { z } from 'zod';

export const TaskAction = {
  CLAIM: 'CLAIM',
  RELEASE: 'RELEASE',
  ASSIGN: 'ASSIGN',
  REMIND: 'REMIND',
  COMPLETE: 'COMPLETE',
} as const;
export type TaskAction = (typeof TaskAction)[keyof typeof TaskAction];

export interface TaskActionView {
  readonly action: TaskAction;
  readonly account: string;
  /** Who was given the task. */
  readonly target: string | null;
  readonly note: string | null;
  readonly at: string;
}

export interface TaskCommentView {
  readonly id: string;
  readonly account: string;
  readonly body: string;
  /** Accounts that it names. */
  readonly mentions: readonly string[];
  readonly at: string;
}

interface Subject {
  readonly key: string;
  readonly processInstanceKey: string;
}

const at = z.date().transform((date) => date.toISOString());
const actionRow = z.object({
  action: z.enum(TaskAction),
  account: z.string(),
  target: z.string().nullable(),
  note: z.string().nullable(),
  at,
});
const commentRow = z.object({
  id: z.coerce.string(),
  account: z.string(),
  body: z.string(),
  mentions: z.array(z.string()),
  at,
});

export class Trail {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  async note(
    task: Subject,
    account: string,
    action: TaskAction,
    more: { readonly target?: string; readonly note?: string | null } = {},
  ): Promise<void> {
    await this.knex('task_action').insert({
      task_key: task.key,
      process_instance_key: task.processInstanceKey,
      account,
      action,
      target: more.target ?? null,
      note: more.note || null,
      at: new Date(this.now()),
    });
  }

  async actions(taskKey: string): Promise<readonly TaskActionView[]> {
    const rows: unknown[] = await this.knex('task_action').where({ task_key: taskKey }).orderBy('id');
    return rows.map((row) => actionRow.parse(row));
  }

  /** When somebody last did it to the task; null: never. */
  async last(taskKey: string, action: TaskAction): Promise<number | null> {
    const row: unknown = await this.knex('task_action')
      .where({ task_key: taskKey, action })
      .max({ at: 'at' })
      .first();
    return (row as { at: Date | null } | undefined)?.at?.getTime() ?? null;
  }

  async comment(
    task: Subject,
    account: string,
    body: string,
    mentions: readonly string[],
  ): Promise<TaskCommentView> {
    const rows: unknown[] = await this.knex('task_comment')
      .insert({
        task_key: task.key,
        process_instance_key: task.processInstanceKey,
        account,
        body,
        mentions: JSON.stringify(mentions),
        at: new Date(this.now()),
      })
      .returning('*');
    return commentRow.parse(rows[0]);
  }

  /** Of every task of the case: who comes later sees what was said before. */
  async comments(processInstanceKey: string): Promise<readonly TaskCommentView[]> {
    const rows: unknown[] = await this.knex('task_comment')
      .where({ process_instance_key: processInstanceKey })
      .orderBy('id');
    return rows.map((row) => commentRow.parse(row));
  }
}
