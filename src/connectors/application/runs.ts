/** Table application_run: one row a job, whatever happened to the attempts. */
import type { Knex } from 'knex';
import { z } from 'zod';
import type { ChildGroup } from '../run-command';

export const Action = { STOP: 'STOP', START: 'START', TEST: 'TEST' } as const;
export type Action = (typeof Action)[keyof typeof Action];

const row = z.object({
  job_key: z.string(),
  process_instance_key: z.string(),
  application: z.string(),
  action: z.enum(Action),
  /** RUNNING; DONE: it did what it should; FAILED: a test that showed an error. */
  state: z.enum(['RUNNING', 'DONE', 'FAILED']),
  attempts: z.number(),
  process_group: z.number().nullable(),
  process_birth: z.string().nullable(),
  said: z.string(),
  ended_at: z.coerce.date().nullable(),
});
export type ApplicationRun = z.output<typeof row>;

export interface NewRun {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly application: string;
  readonly action: Action;
}

export class ApplicationRuns {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  private async read(jobKey: string): Promise<ApplicationRun> {
    return row.parse(await this.knex('application_run').where({ job_key: jobKey }).first());
  }

  /** The job's row as it is now; one attempt more while it is RUNNING. */
  async begin({ jobKey, processInstanceKey, application, action }: NewRun): Promise<ApplicationRun> {
    await this.knex('application_run')
      .insert({
        job_key: jobKey,
        process_instance_key: processInstanceKey,
        application,
        action,
        state: 'RUNNING',
        attempts: 0,
        started_at: this.clock(),
      })
      .onConflict('job_key')
      .ignore();
    await this.knex('application_run').where({ job_key: jobKey, state: 'RUNNING' }).increment('attempts', 1);
    return this.read(jobKey);
  }

  async started(jobKey: string, child: ChildGroup): Promise<void> {
    await this.knex('application_run')
      .where({ job_key: jobKey })
      .update({ process_group: child.pid, process_birth: child.birth });
  }

  async end(jobKey: string, state: 'DONE' | 'FAILED', said: string): Promise<ApplicationRun> {
    await this.knex('application_run')
      .where({ job_key: jobKey, state: 'RUNNING' })
      .update({
        state,
        said: said.replaceAll('\0', ''),
        process_group: null,
        process_birth: null,
        ended_at: this.clock(),
      });
    return this.read(jobKey);
  }
}
