/** A child process in a process group of its own, with a time limit that ends the whole group. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ReadVariable } from '../kit/connector';

/** Never a shell: the program gets its arguments as they are. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  /** All that it gets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What every program gets of ours; no secret is among it. */
export function inherited(read: ReadVariable): Record<string, string> {
  const values = ['PATH', 'HOME', 'LANG', 'TZ'].map((name) => [name, read(name)] as const);
  return Object.fromEntries(values.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export interface ChildGroup {
  readonly pid: number;
  /** When the machine started it, so that another process that gets its number later is not taken for it. */
  readonly birth: string | null;
}

export interface CommandEnd {
  readonly timedOut: boolean;
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** End of what it wrote on standard error, and on standard output unless that was taken. */
  readonly said: string;
}

export interface RunOptions {
  /** Takes its standard output. */
  readonly outputDescriptor?: number;
  /** Takes its standard error; then what it leaves running may keep it open, and nothing is told of it here. */
  readonly errorDescriptor?: number;
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

/** Whether what an earlier attempt started is still there. */
export const isRunning = ({ pid, birth }: ChildGroup): boolean => birth !== null && birthOf(pid) === birth;

/** Ends what an earlier attempt, killed itself, left running. */
export function endLeftBehind({ pid, birth }: ChildGroup): void {
  if (isRunning({ pid, birth })) signalGroup(pid, 'SIGKILL');
}

/** Rejects when the program cannot be started (`ENOENT`, `EACCES`). */
export async function runCommand(command: Command, options: RunOptions): Promise<CommandEnd> {
  const child = spawn(command.program, [...command.arguments], {
    shell: false,
    detached: true,
    env: command.environment,
    stdio: [
      options.inputDescriptor ?? 'ignore',
      options.outputDescriptor ?? 'pipe',
      options.errorDescriptor ?? 'pipe',
    ],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-longestSaid);
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once(options.errorDescriptor === undefined ? 'close' : 'exit', resolve);
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
