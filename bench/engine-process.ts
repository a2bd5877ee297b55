/** The engines under measurement, each a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { codeRoot } from '../src/config/root';
import { postgresqlMissing, startPostgresql, type TestServer } from '../tests/kit/postgresql';
import { startZeebe } from '../tests/kit/zeebe';
import type { Variant } from './measurement';

export interface EngineProcess {
  /** host:port of the gateway. */
  readonly address: string;
  readonly pid: number;
  /** Whose CPU time counts: the engine's and its database's. */
  readonly pids: readonly number[];
  readonly startedInMillis: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export type Settings = Readonly<Record<string, string>>;

/** As `npm start` and `npm run engine`. */
export const PROGRAM_FLAGS = ['--max-semi-space-size=32'] as const;

/** Starts a program of ours that prints `Engine: host:port` when it serves. */
export async function startProgram(script: string, settings: Settings = {}): Promise<EngineProcess> {
  const began = performance.now();
  const more = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const flags = [...PROGRAM_FLAGS, ...more];
  const child = spawn(process.execPath, [...flags, path.join(codeRoot, script)], {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'warn',
      GATEWAY_PORT: '0',
      MANAGEMENT_PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /^Engine: (.*)$/m.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`Expected ${script} to serve, but it ended:\n${output}`)));
  });
  const pid = child.pid ?? 0;
  return {
    address,
    pid,
    pids: [pid],
    startedInMillis: performance.now() - began,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}

export const startEngine = (settings: Settings): Promise<EngineProcess> =>
  startProgram('src/main/engine-main.js', settings);

/** A folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'logigramme-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where engines of one variant keep their data. */
export interface Place {
  readonly settings: Settings;
  readonly pids: readonly number[];
  remove(): Promise<void>;
}

async function folderPlace(): Promise<Place> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'logigramme-bench-'));
  return {
    settings: { DATA_DIR: folder },
    pids: [],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function databasePlace(): Promise<Place> {
  const server: TestServer = await startPostgresql({ fsync: true });
  const url = await server.createDatabase();
  return { settings: { DATABASE_URL: url }, pids: server.pids, remove: () => server.stop() };
}

export function makePlace(variant: Exclude<Variant, 'zeebe'>): Promise<Place> {
  return variant === 'pglite' ? folderPlace() : databasePlace();
}

/** Why a variant cannot be measured here; undefined when it can. */
export function missing(variant: Variant): string | undefined {
  return variant === 'postgresql' ? postgresqlMissing() : undefined;
}

/** An engine on a place of its own, both gone after `stop`. */
export async function startVariant(variant: Variant): Promise<EngineProcess> {
  if (variant === 'zeebe') {
    const zeebe = await startZeebe();
    return { ...zeebe, pids: [zeebe.pid] };
  }
  const place = await makePlace(variant);
  const engine = await startEngine(place.settings);
  return {
    ...engine,
    pids: [engine.pid, ...place.pids],
    async stop() {
      await engine.stop();
      await place.remove();
    },
  };
}
