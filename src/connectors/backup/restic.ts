/**
 * A plan of restic: the backup is a snapshot in its repository, marked with the job; the run's file is its receipt. A
 * job tried again looks for its mark first. What a killed attempt has locked is unlocked; restic sees whose it was.
 */
import { readFile, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { runCommand, type ChildGroup, type CommandEnd } from '../run-command';
import type { BackupCommand } from './command';

const snapshot = z.object({
  id: z.string(),
  short_id: z.string(),
  time: z.string(),
  paths: z.array(z.string()),
});
const stats = z.object({ total_size: z.number(), total_file_count: z.number() });
const receipt = z.object({ snapshot: z.string(), bytes: z.number(), files: z.number(), time: z.string() });
export type ResticReceipt = z.output<typeof receipt>;

export interface ResticAttempt {
  readonly jobKey: string;
  /** Only its environment and program are used. */
  readonly command: BackupCommand;
  readonly source: string;
  readonly limitMillis: number;
  onStarted(child: ChildGroup): Promise<void>;
}

/** The last line that is JSON: restic may warn before it. */
function answerIn(said: string): unknown {
  for (const line of said.split('\n').reverse()) {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      // A warning.
    }
  }
  return undefined;
}

/** Writes the receipt into `draft` when the snapshot is there. The end is that of the command that decided. */
export async function runRestic(attempt: ResticAttempt, draft: FileHandle): Promise<CommandEnd> {
  const { command, limitMillis, onStarted } = attempt;
  const tag = `logigramme-${attempt.jobKey}`;
  const restic = (...args: string[]): Promise<CommandEnd> =>
    runCommand({ ...command, arguments: args }, { limitMillis, onStarted });

  /** Undefined: none. */
  async function marked(): Promise<{ end: CommandEnd; own?: z.output<typeof snapshot> | undefined }> {
    const end = await restic('snapshots', '--json', '--tag', tag);
    const found = z.array(snapshot).safeParse(answerIn(end.said));
    return { end, own: end.code === 0 && found.success ? found.data[0] : undefined };
  }

  const before = await marked();
  if (before.end.code !== 0 || before.end.timedOut) return before.end;
  if (before.own === undefined) {
    const unlocked = await restic('unlock', '--quiet');
    if (unlocked.code !== 0) return unlocked;
    const made = await restic(
      'backup',
      '--quiet',
      '--host',
      'logigramme',
      '--tag',
      tag,
      '--',
      attempt.source,
    );
    if (made.code !== 0 || made.timedOut) return made;
  }
  const { end, own } = before.own === undefined ? await marked() : before;
  if (own === undefined) return end;
  const measured = await restic('stats', '--json', own.id);
  const size = stats.safeParse(answerIn(measured.said));
  if (measured.code !== 0 || !size.success)
    return { ...measured, code: measured.code === 0 ? 1 : measured.code };
  const text: ResticReceipt = {
    snapshot: own.id,
    bytes: size.data.total_size,
    files: size.data.total_file_count,
    time: own.time,
  };
  await draft.writeFile(`${JSON.stringify(text)}\n`);
  return { timedOut: false, code: 0, said: `Instantané ${own.short_id} du dépôt restic.` };
}

export async function readReceipt(file: string): Promise<ResticReceipt> {
  return receipt.parse(JSON.parse(await readFile(file, 'utf8')));
}
