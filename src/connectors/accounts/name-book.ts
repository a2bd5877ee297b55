/**
 * Table account_name: which name a job has chosen, before it makes anything. A job tried again finds its own name, and
 * two jobs never choose the same one.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import type { AccountJob } from './job';

export const NameKind = { ACCOUNT: 'ACCOUNT', WORKSTATION: 'WORKSTATION', MAILBOX: 'MAILBOX' } as const;
export type NameKind = (typeof NameKind)[keyof typeof NameKind];

const row = z.object({ name: z.string() }).optional();

export class NameBook {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  /** The name that the job has chosen; null: none yet. */
  async chosen(kind: NameKind, job: AccountJob): Promise<string | null> {
    const found: unknown = await this.knex('account_name').where({ kind, job_key: job.jobKey }).first('name');
    return row.parse(found)?.name ?? null;
  }

  /** Whether the name is the job's now; false: another job has it. */
  async choose(kind: NameKind, name: string, job: AccountJob): Promise<boolean> {
    const written: unknown[] = await this.knex('account_name')
      .insert({
        kind,
        name,
        job_key: job.jobKey,
        process_instance_key: job.processInstanceKey,
        chosen_at: this.clock(),
      })
      .onConflict(['kind', 'name'])
      .ignore()
      .returning('name');
    return written.length > 0;
  }

  /** Somebody outside took it first: the job must choose another. The name stays taken. */
  async giveUp(kind: NameKind, job: AccountJob): Promise<void> {
    await this.knex('account_name').where({ kind, job_key: job.jobKey }).delete();
  }

  /** Names that begin so, to find the next number. */
  async beginningWith(kind: NameKind, prefix: string): Promise<readonly string[]> {
    const names: unknown = await this.knex('account_name')
      .where({ kind })
      .whereRaw('starts_with(name, ?)', [prefix])
      .pluck('name');
    return z.array(z.string()).parse(names);
  }
}
