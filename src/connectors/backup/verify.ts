/** Restores a backup into a scratch place, to see that it can be restored; the place is empty again afterwards. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { commandOf } from './command';
import { restoreOwnDatabase } from './own-database';
import { readReceipt } from './restic';
import { failedRestore, runRestore, type RestoreJob, type Verification } from './restore';
import { inherited } from '../run-command';
import type { BackupPlan } from './settings';
import { restoreDirectory } from './verify-directory';
import { restorePostgresql } from './verify-postgresql';

async function runChecker(
  plan: Extract<BackupPlan, { kind: 'command' }>,
  verify: NonNullable<Extract<BackupPlan, { kind: 'command' }>['verify']>,
  job: RestoreJob,
): Promise<Verification> {
  const { environment } = commandOf(plan, job.read);
  const file = await open(job.file, 'r');
  try {
    const end = await runRestore({ ...verify, environment }, job, { inputDescriptor: file.fd });
    if (end.code !== 0) return failedRestore('Le programme de vérification refuse la sauvegarde', end);
    return {
      ok: true,
      text: `Le programme de vérification accepte la sauvegarde.${end.said === '' ? '' : `\n${end.said}`}`,
    };
  } finally {
    await file.close();
  }
}

/** Null when the plan asks for none. Throws `BackupError` when the scratch place fails rather than the backup. */
export async function verifyBackup(plan: BackupPlan, job: RestoreJob): Promise<Verification | null> {
  if (plan.verify === undefined) return null;
  switch (plan.kind) {
    case 'pg_dump':
      return restorePostgresql(plan.name, plan.verify, job);
    case 'directory':
      return restoreDirectory(plan, plan.verify.folder, job, (scratch) => ({
        command: {
          program: 'tar',
          arguments: ['-x', '-f', job.file, '-C', scratch],
          environment: inherited(job.read),
        },
        copy: scratch,
      }));
    case 'own-database':
      return restoreOwnDatabase(plan.name, plan.verify.folder, job);
    case 'restic': {
      const { snapshot } = await readReceipt(job.file);
      const command = commandOf(plan, job.read);
      return restoreDirectory(plan, plan.verify.folder, job, (scratch) => ({
        command: { ...command, arguments: ['restore', '--quiet', '--target', scratch, '--', snapshot] },
        copy: path.join(scratch, plan.source),
      }));
    }
    case 'command':
      return runChecker(plan, plan.verify, job);
  }
}
