/**
 * Backups by plan. A job leaves one record and one file, however often it is tried: a file gets its name only when it
 * is whole, so a later attempt that finds it takes it; one that does not ends what is left of the earlier attempt.
 */
import path from 'node:path';
import type { Knex } from 'knex';
import type { Connector, ReadVariable } from '../../kit/connector';
import { checkBackup } from './check';
import { commandOf } from './command';
import { BackupError, explainBackupError, fullDisk } from './errors';
import { createExternal } from './external';
import { fingerprint, isFull, removeDrafts, writeWhole, type Fingerprint } from './files';
import { endLeftBehind, runCommand, type ChildGroup, type CommandEnd } from '../run-command';
import { LONGEST_STANDSTILL_MILLIS, whileNobodyWrites } from './own-database';
import { readReceipt, runRestic } from './restic';
import { BackupRuns, RunKind, RunState, type BackupRun } from './runs';
import type { BackupPlan, BackupSettings, Support } from './settings';
import { verifyBackup } from './verify';

export interface BackupJob {
  /** Idempotency key. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
}

export interface Copy {
  readonly supports: readonly Support[];
  readonly reference: string;
}

export interface Backup extends Connector {
  /** Whether backups can be copied for externalisation too. */
  readonly hasExternal: boolean;
  /** `server`: as the request names it. Throws `BackupError`. */
  runOnce(job: BackupJob, server: string): Promise<BackupRun>;
  /** Copies the case's last backup on the external medium; null when this program made none. Throws `BackupError`. */
  copyOnce(job: BackupJob): Promise<Copy | null>;
}

export interface BackupParts {
  readonly settings: BackupSettings;
  readonly read: ReadVariable;
  readonly knex: Knex;
  /** Folder of the embedded database; null: the program is on PostgreSQL. */
  readonly ownFolder: string | null;
  readonly clock: () => Date;
}

function planOf({ plans }: BackupSettings, server: string): BackupPlan {
  const wanted = server.trim().toLowerCase();
  const found = plans.find(({ servers }) => servers.some((name) => name.toLowerCase() === wanted));
  if (found !== undefined) return found;
  const known = plans.flatMap(({ servers }) => servers).join(', ');
  throw new BackupError(
    `Aucun plan de sauvegarde ne concerne « ${server.slice(0, 200)} ». Serveurs et applications connus : ${known}. ` +
      'L’administrateur peut ajouter un plan au fichier des connecteurs, puis relancer l’étape.',
    false,
  );
}

const endedBadly = ({ code, said }: CommandEnd): string => {
  const how = code === null ? 'a été interrompu' : `s’est terminé avec le code ${code}`;
  return `Le programme de sauvegarde ${how}.${said === '' ? '' : `\n${said}`}`;
};

export function createBackup({ settings, read, knex, ownFolder, clock }: BackupParts): Backup {
  const runs = new BackupRuns(knex, clock);
  const { folder } = settings;
  const external = settings.external === undefined ? null : createExternal(settings.external, read);

  /** What the attempt came to, when the program ended by itself; the file is there or is not. */
  async function attempt(job: BackupJob, plan: BackupPlan, file: string): Promise<CommandEnd> {
    const command = commandOf(plan, read, ownFolder);
    let end: CommandEnd | undefined;
    await writeWhole(file, async (draft) => {
      const limits = {
        limitMillis: plan.limitMinutes * 60_000,
        onStarted: (child: ChildGroup) => runs.started(job.jobKey, child),
      };
      const outputDescriptor = draft.fd;
      if (plan.kind === 'restic')
        end = await runRestic({ jobKey: job.jobKey, command, source: plan.source, ...limits }, draft);
      else if (plan.kind === 'own-database') {
        const limitMillis = Math.min(limits.limitMillis, LONGEST_STANDSTILL_MILLIS);
        // The database cannot be told of the child: it stands still. What a kill leaves of it ends by itself.
        const still = { outputDescriptor, limitMillis, onStarted: async () => undefined };
        end = await whileNobodyWrites(knex, () => runCommand(command, still));
      } else end = await runCommand(command, { outputDescriptor, ...limits });
      // Looked at before the draft goes, and gives its place back.
      if (end.code !== 0 && (await isFull(folder))) throw fullDisk(folder);
      return !end.timedOut && end.code === 0 && (await draft.stat()).size > 0;
    });
    if (end === undefined) throw new Error('Expected the command to have run, but it did not');
    return end;
  }

  /** The file is there: tries to restore it where the plan says so, then the run is what that showed. */
  async function conclude(job: BackupJob, plan: BackupPlan, run: BackupRun, made: Fingerprint, said: string) {
    const verification = await verifyBackup(plan, {
      jobKey: job.jobKey,
      file: run.file,
      startedAt: run.started_at,
      limitMillis: plan.limitMinutes * 60_000,
      read,
      onStarted: (child) => runs.verifying(job.jobKey, child),
    });
    const state = verification?.ok === false ? RunState.FAILED : RunState.DONE;
    // What people ask is how much was saved, not how long its receipt is.
    const size = plan.kind === 'restic' ? (await readReceipt(run.file)).bytes : made.size;
    const verified = verification?.text ?? null;
    return runs.end(job.jobKey, state, { said, made: { ...made, size }, verification: verified });
  }

  async function finish(job: BackupJob, plan: BackupPlan, run: BackupRun): Promise<BackupRun> {
    const end = await attempt(job, plan, run.file);
    if (end.timedOut) {
      throw new BackupError(
        `La sauvegarde « ${plan.name} » n’était pas terminée après ${plan.limitMinutes} minute(s) : elle a été ` +
          'arrêtée. Vérifiez que le serveur à sauvegarder répond, puis relancez l’étape.',
        true,
      );
    }
    const made = await fingerprint(run.file);
    if (made !== null) return conclude(job, plan, run, made, end.said);
    const why = end.code === 0 ? 'Le programme de sauvegarde n’a rien produit.' : endedBadly(end);
    return runs.end(job.jobKey, RunState.FAILED, { said: why });
  }

  async function runOnce(job: BackupJob, server: string): Promise<BackupRun> {
    const plan = planOf(settings, server);
    try {
      const { extension } = commandOf(plan, read, ownFolder);
      const wanted = path.join(folder, `${plan.name}-${job.jobKey}.${extension}`);
      const run = await runs.begin({ ...job, kind: RunKind.BACKUP, plan: plan.name, file: wanted });
      if (run.state !== RunState.RUNNING) return run;
      if (run.process_group !== null) endLeftBehind({ pid: run.process_group, birth: run.process_birth });
      await removeDrafts(run.file);
      const made = await fingerprint(run.file);
      if (made !== null) return await conclude(job, plan, run, made, run.said);
      return await finish(job, plan, run);
    } catch (error) {
      throw explainBackupError(error, folder, 'program' in plan ? plan.program : 'tar');
    }
  }

  const isOfRestic = (plan: string): boolean =>
    settings.plans.some(({ name, kind }) => name === plan && kind === 'restic');

  async function copyOnce(job: BackupJob): Promise<Copy | null> {
    const source = await runs.lastBackup(job.processInstanceKey);
    if (external === null) throw new Error('Expected an external medium, but none is configured');
    // A snapshot stays in its repository: who takes the medium copies that, or it is elsewhere already.
    if (source === undefined || isOfRestic(source.plan)) return null;
    const file = external.placeOf(source.file);
    const run = await runs.begin({ ...job, kind: RunKind.COPY, plan: source.plan, file });
    if (run.state !== RunState.DONE) {
      const made = await external.copy(source);
      await runs.end(job.jobKey, RunState.DONE, { made, object: external.objectOf(source.file) });
    }
    return { supports: external.supports, reference: settings.external?.reference ?? '' };
  }

  return {
    name: 'backup',
    jobTypes: ['run-backup', 'copy-backup'],
    hasExternal: external !== null,
    check: () => checkBackup(settings, read, external?.store ?? null, ownFolder),
    runOnce,
    copyOnce,
  };
}
