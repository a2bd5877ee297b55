/** The program as a process of its own, so that what is measured is the program alone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeRoot } from '../src/config/root';
import { freePort } from '../tests/kit/ports';
import { PROGRAM_FLAGS } from './engine-process';
import { cpuMillis, residentMegabytes } from './process';

const PASSWORD = 'demonstration';
/** What the contract allows a first start. */
const START_LIMIT_MILLIS = 90_000;

export interface Client {
  get<Body>(resource: string): Promise<{ status: number; body: Body }>;
  post<Body>(resource: string, body?: unknown): Promise<{ status: number; body: Body }>;
}

export interface Running {
  /** From the start of the process until GET /api/v1/processes lists a procedure. */
  readonly startedInMillis: number;
  as(account: string): Client;
  /** CPU until then. */
  readonly startedWithCpuMillis: number;
  residentMemory(): number | undefined;
  stop(): Promise<void>;
}

function client(url: string, account: string): Client {
  const authorization = `Basic ${Buffer.from(`${account}:${PASSWORD}`).toString('base64')}`;
  async function call<Body>(method: string, resource: string, body?: unknown) {
    const response = await fetch(`${url}/api/v1${resource}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }
  return {
    get: (resource) => call('GET', resource),
    post: (resource, body = {}) => call('POST', resource, body),
  };
}

async function untilServing(url: string, child: ChildProcess): Promise<boolean> {
  const limit = performance.now() + START_LIMIT_MILLIS;
  while (performance.now() < limit && child.exitCode === null) {
    const answer = await client(url, 'requerant')
      .get<{ items: unknown[] }>('/processes')
      .catch(() => null);
    if (answer?.status === 200 && answer.body.items.length > 0) return true;
    await delay(20);
  }
  return false;
}

/** `settings`: environment variables. */
export async function startMeasured(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [...PROGRAM_FLAGS, path.join(codeRoot, 'src/main/main.js')], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      GATEWAY_PORT: '0',
      MANAGEMENT_PORT: '0',
      INGEST_PORT: '0',
      DATA_DIR: dataDir,
      DEMO: 'true',
      DEMO_PASSWORD: PASSWORD,
      LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const serving = await untilServing(url, child);
  if (!serving) {
    child.kill('SIGKILL');
    throw new Error(
      `Expected the program to list a procedure in ${START_LIMIT_MILLIS} ms, but it did not:\n${output}`,
    );
  }
  return {
    startedInMillis: performance.now() - began,
    startedWithCpuMillis: cpuMillis([child.pid ?? 0]),
    as: (account) => client(url, account),
    residentMemory: () => residentMegabytes(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
