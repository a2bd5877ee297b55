/** The compiled program as a process of its own, to be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import type { OpenDatabaseOptions } from '../../src/store/open';
import { PASSWORD, person, type Person } from '../kit/program';

const main = path.join(projectRoot, 'dist/src/main/main.js');
const hook = path.join(projectRoot, 'tests/crash/hold.mjs');
const START_LIMIT_MILLIS = 120_000;

type Settings = Readonly<Record<string, string>>;

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
  /** Resolves once the output matches; rejects with the whole output when the process ends before, or in time. */
  until(wanted: RegExp): Promise<RegExpExecArray>;
}

export interface SpawnedProgram {
  readonly output: Output;
  /** Exit code, null when killed. */
  readonly exited: Promise<number | null>;
  kill(): Promise<void>;
  /** Resolves when it says where it serves. */
  serving(): Promise<ChildProgram>;
}

function collectOutput(child: ChildProcess): Output {
  let text = '';
  const listeners = new Set<() => void>();
  const changed = (): void => [...listeners].forEach((listener) => listener());
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      changed();
    });
  }
  child.once('close', changed);
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  function until(wanted: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        end(() => reject(new Error(`Expected ${wanted}, but ${why}:\n${text}`)));
      const timer = setTimeout(() => fail('it did not come in time'), START_LIMIT_MILLIS);
      function end(tell: () => void): void {
        clearTimeout(timer);
        listeners.delete(look);
        tell();
      }
      function look(): void {
        const found = wanted.exec(text);
        if (found) end(() => resolve(found));
        else if (ended()) fail('the program ended');
      }
      listeners.add(look);
      look();
    });
  }
  return { text: () => text, until };
}

function variables(location: OpenDatabaseOptions, settings: Settings): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    PORT: '0',
    GATEWAY_PORT: '0',
    MANAGEMENT_PORT: '0',
    INGEST_PORT: '0',
    DATA_DIR: location.dataDir,
    DATABASE_URL: location.databaseUrl,
    DEMO: 'true',
    DEMO_PASSWORD: PASSWORD,
    ZEEBE_CLOCK_CONTROLLED: 'true',
    ...settings,
  };
}

/** `node dist/src/main/main.js` on ports of its own. `hold`: moments of hold.mjs. */
export async function spawnProgram(
  location: OpenDatabaseOptions,
  hold: readonly string[] = [],
): Promise<SpawnedProgram> {
  if (!existsSync(main)) throw new Error(`Expected ${main}, but it is not there: run npm run build first`);
  const child = spawn(process.execPath, ['--import', hook, main], {
    cwd: projectRoot,
    env: variables(location, { HOLD: hold.join() }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  async function kill(): Promise<void> {
    stop();
    await exited;
    process.off('exit', stop);
  }
  return {
    output,
    exited,
    kill,
    async serving() {
      const [, url = ''] = await output.until(/Logigramme : (http\S+)/);
      return {
        pid: child.pid ?? 0,
        as: (name) => person(url, name),
        held: async (moment) => void (await output.until(new RegExp(`held: ${moment}\n`))),
        async passTime(milliseconds) {
          const [, management = ''] = await output.until(/"url":"([^"]+)".*"msg":"management listens"/);
          await moveClock(management, milliseconds);
        },
        kill,
      };
    },
  };
}

async function moveClock(management: string, offsetMilli: number): Promise<void> {
  const answer = await fetch(`${management}/actuator/clock/add`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ offsetMilli }),
  });
  if (!answer.ok) throw new Error(`Expected the clock to move, but got ${answer.status}`);
}

/** Resolves when it serves. */
export async function startChild(
  location: OpenDatabaseOptions,
  hold: readonly string[] = [],
): Promise<ChildProgram> {
  const spawned = await spawnProgram(location, hold);
  try {
    return await spawned.serving();
  } catch (error) {
    await spawned.kill();
    throw error;
  }
}
