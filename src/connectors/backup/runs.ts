/** Table backup_run: one row a job, whatever happened to the attempts. */
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Fingerprint } from './files';
import type { ChildGroup } from '../run-command';

export const RunKind = { BACKUP: 'BACKUP', COPY: 'COPY' } as const;
export type RunKind = (typeof RunKind)[keyof typeof RunKind];
export const RunState = { RUNNING: 'RUNNING', DONE: 'DONE', FAILED: 'FAILED' } as const;
export type RunState = (typeof RunState)[keyof typeof RunState];

const row = z.object({
  job_key: z.string(),
  process_instance_key: z.string(),
  kind: z.enum(RunKind),
  plan: z.string(),
  state: z.enum(RunState),
  attempts: z.number(),
  process_group: z.number().nullable(),
  process_birth: z.string().nullable(),
  file: z.string(),
  size: z.coerce.number().nullable(),
  sha256: z.string().nullable(),
  said: z.string(),
  verification: z.string().nullable(),
  object: z.string().nullable(),
  started_at: z.coerce.date(),
  ended_at: z.coerce.date().nullable(),
});
export type BackupRun = z.output<typeof row>;

export interface NewRun {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly kind: RunKind;
  readonly plan: string;
  readonly file: string;
}

export interface RunOutcome {
  /** What the program told; '' and absent: nothing. */
  readonly said?: string;
  readonly made?: Fingerprint | null;
  /** What restoring it showed, for people; null and absent: it was not restored. */
  readonly verification?: string | null;
  /** s3://bucket/key of the copy on an object store. */
  readonly object?: string | null;
}

export class BackupRuns {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  /** The job's row as it is now; a row that another attempt made counts one attempt more while it is RUNNING. */
  async begin({ jobKey, processInstanceKey, kind, plan, file }: NewRun): Promise<BackupRun> {
    await this.knex('backup_run')
      .insert({
        job_key: jobKey,
        process_instance_key: processInstanceKey,
        kind,
        plan,
        file,
        state: RunState.RUNNING,
        attempts: 0,
        started_at: this.clock(),
      })
      .onConflict('job_key')
      .ignore();
    await this.knex('backup_run')
      .where({ job_key: jobKey, state: RunState.RUNNING })
      .increment('attempts', 1);
    return row.parse(await this.knex('backup_run').where({ job_key: jobKey }).first());
  }

  async started(jobKey: string, child: ChildGroup): Promise<void> {
    await this.knex('backup_run')
      .where({ job_key: jobKey })
      .update({ process_group: child.pid, process_birth: child.birth, started_at: this.clock() });
  }

  async verifying(jobKey: string, child: ChildGroup): Promise<void> {
    await this.knex('backup_run')
      .where({ job_key: jobKey })
      .update({ process_group: child.pid, process_birth: child.birth });
  }

  async end(jobKey: string, state: Exclude<RunState, 'RUNNING'>, outcome: RunOutcome): Promise<BackupRun> {
    const { said = '', made = null, verification = null, object = null } = outcome;
    await this.knex('backup_run')
      .where({ job_key: jobKey, state: RunState.RUNNING })
      .update({
        state,
        said: said.replaceAll('\0', ''),
        size: made?.size ?? null,
        sha256: made?.sha256 ?? null,
        verification: verification?.replaceAll('\0', '') ?? null,
        object,
        process_group: null,
        process_birth: null,
        ended_at: this.clock(),
      });
    return row.parse(await this.knex('backup_run').where({ job_key: jobKey }).first());
  }

  /** The case's last backup that was made; undefined when this program made none. */
  async lastBackup(processInstanceKey: string): Promise<BackupRun | undefined> {
    const found: unknown = await this.knex('backup_run')
      .where({ process_instance_key: processInstanceKey, kind: RunKind.BACKUP, state: RunState.DONE })
      .orderBy('ended_at', 'desc')
      .first();
    return found === undefined ? undefined : row.parse(found);
  }
}
