/** The compiled program as a process of its own, to be killed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { freePort } from '../kit/ports';
import { PASSWORD, person, type Person } from '../kit/program';

const main = path.join(projectRoot, 'dist/src/main.js');
const hook = path.join(projectRoot, 'tests/crash/hold.mjs');
const START_LIMIT_MS = 60_000;

export interface ChildProgram {
  readonly pid: number;
  as(name: string): Person;
  /** Resolves when the program stands still at the moment (see hold.mjs). */
  held(moment: string): Promise<void>;
  /** Moves the engine's clock, so that jobs of dead workers are given out again. */
  passTime(milliseconds: number): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

interface Output {
  text(): string;
  /** Resolves once the output has the text; rejects with the whole output when the process ends before, or in time. */
  until(wanted: string | RegExp): Promise<RegExpExecArray>;
}

export interface Spawned {
  readonly pid: number;
  readonly output: Output;
  /** Exit code, null when killed. */
  readonly exited: Promise<number | null>;
  kill(): Promise<void>;
}

/** `node dist/src/main.js` on ports of its own. */
export function spawnProgram(dataDir: string, settings: Readonly<Record<string, string>> = {}): Spawned {
  if (!existsSync(main)) throw new Error(`Expected ${main}, but it is not there: run npm run build first`);
  const child = spawn(process.execPath, ['--import', hook, main], {
    cwd: projectRoot,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      GATEWAY_PORT: '0',
      MANAGEMENT_PORT: '0',
      INGEST_PORT: '0',
      DATA_DIR: dataDir,
      DEMO_PASSWORD: PASSWORD,
      LOG_LEVEL: 'warn',
      ZEEBE_CLOCK_CONTROLLED: 'true',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let ended = false;
  const listeners = new Set<() => void>();
  const changed = (): void => [...listeners].forEach((listener) => listener());
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      changed();
    });
  }
  const exited = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      ended = true;
      changed();
      resolve(code);
    }),
  );
  function until(wanted: string | RegExp): Promise<RegExpExecArray> {
    const pattern = typeof wanted === 'string' ? new RegExp(wanted) : wanted;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => end(new Error(`Expected ${pattern} in time, but got:\n${text}`)),
        START_LIMIT_MS,
      );
      function end(result: RegExpExecArray | Error): void {
        clearTimeout(timer);
        listeners.delete(look);
        if (result instanceof Error) reject(result);
        else resolve(result);
      }
      function look(): void {
        const found = pattern.exec(text);
        if (found) end(found);
        else if (ended) end(new Error(`Expected ${pattern}, but the program ended:\n${text}`));
      }
      listeners.add(look);
      look();
    });
  }
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  return {
    pid: child.pid ?? 0,
    output: { text: () => text, until },
    exited,
    async kill() {
      stop();
      await exited;
      process.off('exit', stop);
    },
  };
}

/** Resolves when it serves. `hold`: moments of hold.mjs. */
export async function startChild(dataDir: string, hold: readonly string[] = []): Promise<ChildProgram> {
  const managementPort = await freePort();
  const child = spawnProgram(dataDir, { HOLD: hold.join(), MANAGEMENT_PORT: String(managementPort) });
  const [, url = ''] = await child.output.until(/Logigramme : (http\S+)/).catch(async (error: unknown) => {
    await child.kill();
    throw error;
  });
  return {
    pid: child.pid,
    as: (name) => person(url, name),
    held: async (moment) => void (await child.output.until(`held: ${moment}\n`)),
    async passTime(milliseconds) {
      const answer = await fetch(`http://127.0.0.1:${managementPort}/actuator/clock/add`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ offsetMilli: milliseconds }),
      });
      if (!answer.ok) throw new Error(`Expected the clock to move, but got ${answer.status}`);
    },
    kill: () => child.kill(),
  };
}
