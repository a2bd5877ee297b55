/** Who took which task (`task_claim`). */
import type { Knex } from 'knex';

export class Claims {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  async holder(taskKey: string): Promise<string | null> {
    const row = await this.knex<{ task_key: string; account: string }>('task_claim')
      .where({ task_key: taskKey })
      .first('account');
    return row?.account ?? null;
  }

  /** Atomic: of two people at once, one gets it. Returns who holds it now. */
  async claim(taskKey: string, account: string): Promise<string> {
    await this.knex('task_claim')
      .insert({ task_key: taskKey, account, claimed_at: new Date(this.now()) })
      .onConflict('task_key')
      .ignore();
    return (await this.holder(taskKey)) ?? account;
  }

  /** All that the account had taken. */
  static async releaseAll(knex: Knex, account: string): Promise<void> {
    await knex('task_claim').where({ account }).delete();
  }

  async release(taskKey: string): Promise<void> {
    await this.knex('task_claim').where({ task_key: taskKey }).delete();
  }
}
