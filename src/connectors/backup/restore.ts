/** A trial restore: what it is given, what it says, and the program that it runs. */
import type { ReadVariable } from '../../kit/connector';
import { BackupError } from './errors';
import { runCommand, type ChildGroup, type Command, type CommandEnd, type RunOptions } from '../run-command';

export interface Verification {
  readonly ok: boolean;
  /** French, for people: what was found. */
  readonly text: string;
}

export interface RestoreJob {
  readonly jobKey: string;
  readonly file: string;
  /** When the backup began: what changed since then may differ. */
  readonly startedAt: Date;
  readonly limitMillis: number;
  readonly read: ReadVariable;
  onStarted(child: ChildGroup): Promise<void>;
}

/** Throws `BackupError` when the time limit ended it. */
export async function runRestore(
  command: Command,
  job: RestoreJob,
  options: Pick<RunOptions, 'inputDescriptor'> = {},
): Promise<CommandEnd> {
  const { limitMillis, onStarted } = job;
  const end = await runCommand(command, { ...options, limitMillis, onStarted });
  if (!end.timedOut) return end;
  throw new BackupError(
    `La restauration d’essai n’était pas terminée après ${Math.round(limitMillis / 600) / 100} minute(s) : elle a été ` +
      'arrêtée. La sauvegarde est faite et gardée. Vérifiez le lieu de l’essai, puis relancez l’étape.',
    true,
  );
}

export const failedRestore = (what: string, { code, said }: CommandEnd): Verification => ({
  ok: false,
  text: `${what} (${code === null ? 'interruption' : `code ${code}`}).${said === '' ? '' : `\n${said}`}`,
});
