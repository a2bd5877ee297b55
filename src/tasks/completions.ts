/**
 * Who completes a task (`task_completion`), right under races and crashes.
 *
 * States of a row: IN FLIGHT (written before the engine is asked; excludes others until `in_flight_until`) →
 * CONFIRMED (the engine accepted), or removed (the engine refused), or OPEN (no answer came: the outcome is
 * unknown). An open row counts when the projection shows the task completed; another attempt takes it over and
 * keeps its author as `previous_account`, who gets it back if the engine then says that the task is gone.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

/** Longer than the engine's client waits for an answer. */
const IN_FLIGHT_MILLIS = 30_000;

interface CompletionRow {
  readonly task_key: string;
  readonly account: string;
  readonly attempt: string;
  readonly in_flight_until: Date;
  readonly confirmed_at: Date | null;
  readonly previous_account: string | null;
}

export interface CompletionAttempt {
  readonly taskKey: string;
  readonly attempt: string;
}

export class Completions {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  private rows(attempt: CompletionAttempt) {
    return this.knex<CompletionRow>('task_completion').where({
      task_key: attempt.taskKey,
      attempt: attempt.attempt,
    });
  }

  /** Null when someone's attempt is under way or confirmed. */
  async begin(taskKey: string, account: string): Promise<CompletionAttempt | null> {
    const at = this.now();
    const attempt = { taskKey, attempt: randomUUID() };
    const written: unknown[] = await this.knex('task_completion')
      .insert({
        task_key: taskKey,
        account,
        attempt: attempt.attempt,
        requested_at: new Date(at),
        in_flight_until: new Date(at + IN_FLIGHT_MILLIS),
      })
      .onConflict('task_key')
      .merge({
        account,
        attempt: attempt.attempt,
        requested_at: new Date(at),
        in_flight_until: new Date(at + IN_FLIGHT_MILLIS),
        previous_account: this.knex.raw(
          'coalesce(task_completion.previous_account, task_completion.account)',
        ),
      })
      .whereNull('task_completion.confirmed_at')
      .where('task_completion.in_flight_until', '<=', new Date(at))
      .returning('attempt');
    return written.length > 0 ? attempt : null;
  }

  /** The engine accepted. */
  async confirm(attempt: CompletionAttempt): Promise<void> {
    await this.rows(attempt).update({ confirmed_at: new Date(this.now()), previous_account: null });
  }

  /** The engine refused: the attempt never happened. */
  async refuse(attempt: CompletionAttempt): Promise<void> {
    await this.rows(attempt).whereNull('previous_account').delete();
    await this.rows(attempt)
      .whereNotNull('previous_account')
      .update({
        account: this.knex.ref('previous_account'),
        previous_account: null,
        in_flight_until: new Date(this.now()),
      });
  }

  /** No answer came: leaves the attempt open and lets others try. */
  async leaveOpen(attempt: CompletionAttempt): Promise<void> {
    await this.rows(attempt).update({ in_flight_until: new Date(this.now()) });
  }

  async isConfirmed(taskKey: string): Promise<boolean> {
    const row = await this.knex<CompletionRow>('task_completion')
      .where({ task_key: taskKey })
      .whereNotNull('confirmed_at')
      .first('attempt');
    return row !== undefined;
  }

  /** Who completed it, or tries to; null when nobody through us. */
  async account(taskKey: string): Promise<string | null> {
    const row = await this.knex<CompletionRow>('task_completion')
      .where({ task_key: taskKey })
      .first('account');
    return row?.account ?? null;
  }
}
