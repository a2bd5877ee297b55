/** `npm run workers` as a process of its own, with one worker whose handler says when it has a job and waits for leave. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { eventually } from '../kit/program';

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Keys of the jobs whose handlers have begun, in order. */
  readonly begun: readonly string[];
  /** Resolves when that many handlers have begun. */
  has(count: number): Promise<void>;
  /** Lets every handler finish, those to come too. */
  finish(): void;
  /** Resolves with the exit code, or the signal that ended it. */
  ended(): Promise<number | string | null>;
  /** Ends it, however it is. */
  discard(): Promise<void>;
}

const dist = (file: string): string => JSON.stringify(path.join(projectRoot, 'dist', file));

/** The job type `release-stock`: its contract is kept, its work is not done. */
const script = `
  const { worker } = require(${dist('workers/release-stock.js')});
  let finish;
  const leave = new Promise((resolve) => (finish = resolve));
  process.on('message', finish);
  worker.handle = async (_input, job) => {
    process.send({ begun: job.jobKey });
    await leave;
    return {};
  };
  process.argv.splice(1, 0, 'workers-main');
  require(${dist('src/main/workers-main.js')});`;

export async function startWorkerProcess(settings: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['-e', script, 'release-stock'], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const begun: string[] = [];
  child.on('message', (message: { begun: string }) => begun.push(message.begun));
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  await new Promise<void>((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('au travail')) resolve();
    });
    child.once('exit', () => reject(new Error(`Expected workers, but the process ended:\n${output}`)));
  });
  const ended = async () => {
    const [code, signal] = await exited;
    return signal ?? code;
  };
  return {
    child,
    begun,
    has: async (count) => {
      await eventually(
        async () => begun.length,
        (length) => length >= count,
      );
    },
    finish: () => child.send('finish'),
    ended,
    async discard() {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended();
    },
  };
}
