/**
 * What was entered in a task's form and not sent: one a task, so that another device, or a colleague, goes on with it.
 * Each writing names the revision that it is based on: of two writers, the second is told and overwrites nothing.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { DomainError } from '../errors/catalogue';

type Values = Readonly<Record<string, unknown>>;

export interface TaskDraft {
  readonly variables: Values;
  /** 1 for the first writing; the next names it. */
  readonly revision: number;
  readonly account: string;
  /** The page that wrote it: a tab of a browser, a program. */
  readonly editor: string;
  readonly at: string;
}

export interface DraftEntry {
  readonly variables: Values;
  /** Of the draft that was changed; 0: there was none. */
  readonly revision: number;
  readonly editor: string;
}

const row = z
  .object({
    variables: z.string(),
    revision: z.number().int(),
    account: z.string(),
    editor: z.string(),
    at: z.date(),
  })
  .transform(({ variables, at, ...draft }): TaskDraft => ({
    ...draft,
    variables: JSON.parse(variables) as Values,
    at: at.toISOString(),
  }));

export class Drafts {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  async read(taskKey: string): Promise<TaskDraft | null> {
    const found: unknown = await this.knex('task_draft').where({ task_key: taskKey }).first();
    return found === undefined ? null : row.parse(found);
  }

  /** @throws DomainError DRAFT_CHANGED when the draft has another revision */
  async write(taskKey: string, account: string, entry: DraftEntry): Promise<TaskDraft> {
    const written = {
      variables: JSON.stringify(entry.variables),
      revision: entry.revision + 1,
      account,
      editor: entry.editor,
      at: new Date(this.now()),
    };
    const rows: unknown[] =
      entry.revision === 0
        ? await this.knex('task_draft')
            .insert({ task_key: taskKey, ...written })
            .onConflict('task_key')
            .ignore()
            .returning('*')
        : await this.knex('task_draft')
            .where({ task_key: taskKey, revision: entry.revision })
            .update(written)
            .returning('*');
    if (rows.length > 0) return row.parse(rows[0]);
    throw await this.changed(taskKey);
  }

  async remove(taskKey: string): Promise<void> {
    await this.knex('task_draft').where({ task_key: taskKey }).delete();
  }

  private async changed(taskKey: string): Promise<DomainError> {
    const now = await this.read(taskKey);
    const what =
      now === null
        ? 'Ce brouillon n’existe plus : il a été effacé ou envoyé.'
        : `Ce brouillon a été modifié par ${now.account} entre-temps (révision ${String(now.revision)}).`;
    return new DomainError('DRAFT_CHANGED', `${what} Relisez-le, puis choisissez quelle saisie garder.`);
  }
}
