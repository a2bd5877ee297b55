/** The whole program on free ports and a data folder of its own, and people who call its API. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { readEnvironment } from '../../src/config/environment';
import { startProgram } from '../../src/main/program';

export const PASSWORD = 'demonstration';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Someone of the demo accounts, at the API. */
export interface Person {
  get<Body = unknown>(path: string): Promise<Answer<Body>>;
  post<Body = unknown>(path: string, body?: unknown): Promise<Answer<Body>>;
  delete<Body = unknown>(path: string): Promise<Answer<Body>>;
  download(path: string): Promise<{ readonly status: number; readonly bytes: Buffer }>;
}

export function person(url: string, name: string, password = PASSWORD): Person {
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  async function call<Body>(method: string, resource: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(`${url}/api/v1${resource}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
  }
  return {
    get: (resource) => call('GET', resource),
    post: (resource, body) => call('POST', resource, body),
    delete: (resource) => call('DELETE', resource),
    async download(resource) {
      const response = await fetch(`${url}/api/v1${resource}`, { headers: { authorization } });
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    },
  };
}

/** A leap year and a day: what comes once a year has come. */
const YEAR_MILLIS = 367 * 86_400_000;

/** The engine's own clock. */
export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): Promise<number>;
  /** Moves it to this time, in milliseconds since the epoch, unless it is later already. */
  advanceTo(epochMilli: number): Promise<void>;
  /** A year further than it has ever been: whatever starts from time to time starts now, once. */
  leap(): Promise<void>;
  /** To the furthest time that it ever had. */
  catchUp(): Promise<void>;
  /** Back to the system's time. */
  reset(): Promise<void>;
}

export interface TestProgram {
  readonly url: string;
  readonly dataDir: string;
  /** Of the engine's gateway. */
  readonly engineAddress: string;
  readonly clock: TestClock;
  as(name: string): Person;
  /** Stops it; the data folder goes too unless told to keep it. */
  stop(options?: { readonly keepData?: boolean }): Promise<void>;
}

function clockAt(managementUrl: string): TestClock {
  async function call(method: string, operation = '', body?: unknown): Promise<number> {
    const response = await fetch(`${managementUrl}/actuator/clock${operation}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Expected the clock to answer, but got ${response.status} ${text}`);
    return (JSON.parse(text) as { epochMilli: number }).epochMilli;
  }
  let furthest = 0;
  async function advanceTo(epochMilli: number): Promise<void> {
    furthest = Math.max(furthest, epochMilli);
    const offsetMilli = Math.ceil(epochMilli - (await call('GET')));
    if (offsetMilli > 0) await call('POST', '/add', { offsetMilli });
  }
  return {
    now: () => call('GET'),
    advanceTo,
    catchUp: () => advanceTo(furthest),
    leap: () => advanceTo(Math.max(furthest, Date.now()) + YEAR_MILLIS),
    async reset() {
      await call('DELETE');
    },
  };
}

/** `clockUrl`: management address of the engine, where that is not this program's own. */
export async function startTestProgram(
  settings: Readonly<Record<string, string>> = {},
  existingDataDir?: string,
  clockUrl?: string,
): Promise<TestProgram> {
  const dataDir = existingDataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'logigramme-program-')));
  const environment = readEnvironment({
    PORT: '0',
    GATEWAY_PORT: '0',
    GATEWAY_REST_PORT: '0',
    MANAGEMENT_PORT: '0',
    INGEST_PORT: '0',
    DATA_DIR: dataDir,
    DEMO: 'true',
    DEMO_PASSWORD: PASSWORD,
    LOG_LEVEL: 'error',
    ZEEBE_CLOCK_CONTROLLED: 'true',
    ...settings,
  });
  const program = await startProgram(
    environment,
    pino({ level: environment.LOG_LEVEL }, pino.destination(2)),
  );
  await program.deployed;
  return {
    url: program.url,
    dataDir,
    engineAddress: program.engine.address,
    clock: clockAt(clockUrl ?? program.engine.managementUrl),
    as: (name) => person(program.url, name),
    stop: async ({ keepData = false } = {}) => {
      await program.stop();
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks again until the answer is there; fails with the last one after `limitMillis`. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  limitMillis = 60_000,
): Promise<T> {
  const until = Date.now() + limitMillis;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > until) {
      throw new Error(
        `Expected an answer within ${limitMillis} ms, but the last one was ${JSON.stringify(answer).slice(0, 2000)}`,
      );
    }
    await delay(25);
  }
}
