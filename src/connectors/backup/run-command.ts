/** A child process in a process group of its own, with a time limit that ends the whole group. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { BackupCommand } from './command';

export interface ChildGroup {
  readonly pid: number;
  /** When the machine started it, so that another process that gets its number later is not taken for it. */
  readonly birth: string | null;
}

export interface CommandEnd {
  readonly timedOut: boolean;
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** End of what it wrote on standard error. */
  readonly said: string;
}

export interface RunOptions {
  /** Takes its standard output; unset: nobody does. */
  readonly outputDescriptor?: number;
  /** Feeds its standard input; unset: it is empty. */
  readonly inputDescriptor?: number;
  readonly limitMillis: number;
  onStarted(child: ChildGroup): Promise<void>;
}

const graceMillis = 5_000;
const longestSaid = 2_000;

/** Linux: field 22 of /proc/<pid>/stat. Null elsewhere, and when there is no such process. */
function birthOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

/** Ends what an earlier attempt, killed itself, left running. */
export function endLeftBehind({ pid, birth }: ChildGroup): void {
  if (birth !== null && birthOf(pid) === birth) signalGroup(pid, 'SIGKILL');
}

/** Rejects when the program cannot be started (`ENOENT`, `EACCES`). */
export async function runCommand(
  command: Omit<BackupCommand, 'extension'>,
  options: RunOptions,
): Promise<CommandEnd> {
  const child = spawn(command.program, [...command.arguments], {
    shell: false,
    detached: true,
    env: command.environment,
    stdio: [options.inputDescriptor ?? 'ignore', options.outputDescriptor ?? 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-longestSaid);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const { pid } = child;
  if (pid === undefined) return { timedOut: false, code: await ended, said };

  let timedOut = false;
  let kill: NodeJS.Timeout | undefined;
  const limit = setTimeout(() => {
    timedOut = true;
    signalGroup(pid, 'SIGTERM');
    kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMillis);
  }, options.limitMillis);
  try {
    const [code] = await Promise.all([ended, options.onStarted({ pid, birth: birthOf(pid) })]);
    return { timedOut, code, said: said.trim() };
  } catch (error) {
    signalGroup(pid, 'SIGKILL');
    throw error;
  } finally {
    clearTimeout(limit);
    clearTimeout(kill);
    // What it started may have outlived it.
    if (timedOut) signalGroup(pid, 'SIGKILL');
  }
}
