/**
 * Who has which task (`task_claim`): who took it, or was given it. A row without account is a task that was released
 * although its diagram names somebody.
 */
import type { Knex } from 'knex';

const NOBODY = '';

export class Claims {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  async holder(taskKey: string): Promise<string | null> {
    const row = await this.knex<{ task_key: string; account: string }>('task_claim')
      .where({ task_key: taskKey })
      .first('account');
    return row?.account || null;
  }

  /** Atomic: of two people at once, one gets it. Returns who holds it now. */
  async claim(taskKey: string, account: string): Promise<string> {
    await this.knex('task_claim')
      .insert({ task_key: taskKey, account, claimed_at: new Date(this.now()) })
      .onConflict('task_key')
      .merge({ account, claimed_at: new Date(this.now()), assigned_by: null, note: null })
      .where('task_claim.account', NOBODY);
    return (await this.holder(taskKey)) ?? account;
  }

  /** All that the account had taken. */
  static async releaseAll(knex: Knex, account: string): Promise<void> {
    await knex('task_claim').where({ account }).delete();
  }

  /** From one holder to another: false when somebody else has it meanwhile. */
  async take(taskKey: string, from: string, account: string): Promise<boolean> {
    const at = new Date(this.now());
    const taken: unknown[] = await this.knex('task_claim')
      .insert({ task_key: taskKey, account, claimed_at: at })
      .onConflict('task_key')
      .merge({ account, claimed_at: at, assigned_by: null, note: null })
      .whereIn('task_claim.account', [NOBODY, from])
      .returning('task_key');
    return taken.length > 0;
  }

  async assign(taskKey: string, account: string, by: string, note: string | null): Promise<void> {
    const given = { account, claimed_at: new Date(this.now()), assigned_by: by, note };
    await this.knex('task_claim')
      .insert({ task_key: taskKey, ...given })
      .onConflict('task_key')
      .merge(given);
  }

  /** `isNamed`: its diagram names somebody, from whom it is taken too. */
  async release(taskKey: string, isNamed = false): Promise<void> {
    if (!isNamed) {
      await this.knex('task_claim').where({ task_key: taskKey }).delete();
      return;
    }
    const released = { account: NOBODY, claimed_at: new Date(this.now()), assigned_by: null, note: null };
    await this.knex('task_claim')
      .insert({ task_key: taskKey, ...released })
      .onConflict('task_key')
      .merge(released);
  }
}
