import net from 'node:net';
import pino from 'pino';
import { startGateway, type Gateway } from '../../src/gateway/server';
import { openRawClient, type RawClient } from './raw-client';
import { scriptedEngine, type Answer, type ScriptedEngine } from './scripted-engine';

const quiet = pino({ enabled: false });

describe('long polling', () => {
  let engine: ScriptedEngine;
  let gateway: Gateway;
  let client: RawClient;

  async function open(answer?: Answer): Promise<void> {
    engine = scriptedEngine(answer);
    gateway = await startGateway({ engine, host: '127.0.0.1', port: 0, logger: quiet });
    client = openRawClient(gateway.address);
  }

  function poll(requestTimeout: number, maxJobsToActivate = 1, more: object = {}) {
    const request = { type: 't', worker: 'w', timeout: 1000, maxJobsToActivate, requestTimeout, ...more };
    return client.stream('ActivateJobs', request);
  }

  async function waiting(count: number): Promise<void> {
    while ((gateway.waitingPolls().get('t') ?? 0) !== count) await new Promise(setImmediate);
  }

  afterEach(async () => {
    client.close();
    await gateway.stop();
  });

  test('should answer at once with the jobs that are there', async () => {
    await open();
    engine.addJobs('t', 3);
    const outcome = await poll(10_000, 2).outcome;
    expect(outcome.status).toBe('OK');
    expect(outcome.messages).toMatchObject([
      { jobs: [{ type: 't', customHeaders: '{"a":"1"}', variables: '{"x":1}', tenantId: '<default>' }, {}] },
    ]);
    expect(engine.jobsLeft('t')).toBe(1);
  });

  test('should end at its time with no message', async () => {
    await open();
    const outcome = await poll(120).outcome;
    expect(outcome).toMatchObject({ status: 'OK', messages: [] });
    expect(outcome.millis).toBeGreaterThanOrEqual(115);
    expect(outcome.millis).toBeLessThan(1000);
  });

  test('should end at once when the request timeout is negative', async () => {
    await open();
    const outcome = await poll(-1).outcome;
    expect(outcome).toMatchObject({ status: 'OK', messages: [] });
    expect(outcome.millis).toBeLessThan(1000);
  });

  test('should wait for its time when it asks for no job', async () => {
    await open();
    const { outcome } = poll(100, 0);
    expect(await outcome).toMatchObject({ status: 'OK', messages: [] });
    expect(await poll(-1, -1).outcome).toMatchObject({ status: 'OK', messages: [] });
    expect(engine.commands).toEqual([]);
  });

  test('should wake when jobs become available', async () => {
    await open();
    const { outcome } = poll(10_000);
    await waiting(1);
    engine.addJobs('t', 1);
    const { status, messages, millis } = await outcome;
    expect({ status, jobs: messages.length }).toEqual({ status: 'OK', jobs: 1 });
    expect(millis).toBeLessThan(5000);
  });

  test('should serve waiting clients in turn', async () => {
    await open();
    const first = poll(10_000);
    await waiting(1);
    const second = poll(10_000);
    await waiting(2);
    const third = poll(10_000);
    await waiting(3);
    engine.addJobs('t', 1);
    expect((await first.outcome).messages).toHaveLength(1);
    await waiting(2);
    engine.addJobs('t', 2);
    expect((await second.outcome).messages).toHaveLength(1);
    expect((await third.outcome).messages).toHaveLength(1);
  });

  test('should serve many waiting clients from one announcement', async () => {
    await open();
    const polls = Array.from({ length: 20 }, () => poll(10_000));
    await waiting(20);
    engine.addJobs('t', 20);
    const outcomes = await Promise.all(polls.map(({ outcome }) => outcome));
    expect(outcomes.map(({ messages }) => messages.length)).toEqual(Array(20).fill(1));
  });

  test('should not lease jobs to a client that left while it waited', async () => {
    await open();
    const left = poll(10_000);
    await waiting(1);
    left.cancel();
    await left.outcome;
    await waiting(0);
    engine.addJobs('t', 1);
    expect(engine.jobsLeft('t')).toBe(1);
    expect((await poll(-1).outcome).messages).toHaveLength(1);
  });

  test('should not lease jobs to a client whose connection broke', async () => {
    await open();
    const sockets: net.Socket[] = [];
    const proxy = net.createServer((socket) => {
      const upstream = net.connect(gateway.port, '127.0.0.1');
      sockets.push(socket, upstream);
      for (const end of [socket, upstream]) end.on('error', () => undefined);
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as net.AddressInfo;
    const far = openRawClient(`127.0.0.1:${port}`);
    const broken = far.stream('ActivateJobs', {
      type: 't',
      worker: 'w',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: 10_000,
    });
    await waiting(1);
    for (const socket of sockets) socket.destroy();
    expect((await broken.outcome).status).toBe('UNAVAILABLE');
    far.close();
    proxy.close();
    await waiting(0);
    engine.addJobs('t', 1);
    expect(engine.jobsLeft('t')).toBe(1);
  });

  test('should give jobs back when the client left during the activation', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await open(async (command) => {
      if (command.intent === 'ACTIVATE') await held;
      return undefined;
    });
    engine.addJobs('t', 2);
    const left = poll(10_000, 2);
    await engine.seen('ACTIVATE');
    left.cancel();
    await left.outcome;
    while (gateway.waitingPolls().has('t')) await new Promise(setImmediate);
    release();
    const failures = await engine.seen('FAIL', 2);
    expect(failures.map(({ value }) => value)).toEqual(
      Array(2).fill({
        retries: 3,
        retryBackoff: 0,
        errorMessage: 'Failed to send activated jobs to client',
        variables: {},
      }),
    );
  });

  test('should not miss jobs that come while a poll finds none', async () => {
    let first = true;
    await open((command) => {
      if (command.intent !== 'ACTIVATE' || !first) return undefined;
      first = false;
      queueMicrotask(() => engine.addJobs('t', 1));
      return {
        kind: 'event',
        valueType: 'JOB_BATCH',
        intent: 'ACTIVATED',
        key: 1,
        value: { jobKeys: [], jobs: [], truncated: false },
      };
    });
    expect((await poll(10_000).outcome).messages).toHaveLength(1);
  });

  test('should go on after a truncated batch', async () => {
    let calls = 0;
    await open((command) => {
      if (command.intent !== 'ACTIVATE') return undefined;
      calls++;
      const job = { type: 't', customHeaders: {}, variables: {}, retries: 1 };
      return {
        kind: 'event',
        valueType: 'JOB_BATCH',
        intent: 'ACTIVATED',
        key: 1,
        value: { jobKeys: [2251799813685249 + calls], jobs: [job], truncated: calls < 3 },
      };
    });
    const { messages } = await poll(10_000, 10).outcome;
    expect(messages).toHaveLength(3);
    expect(engine.commands.map(({ value }) => value.maxJobsToActivate)).toEqual([10, 9, 8]);
  });

  test('should give back what does not fit one message, and make an incident of what fits none', async () => {
    const variables = (megabytes: number) => ({ x: 'x'.repeat(megabytes * 1024 * 1024) });
    const job = { type: 't', customHeaders: {}, retries: 2 };
    await open((command) => {
      if (command.intent !== 'ACTIVATE') return undefined;
      const jobs = [3, 3, 5].map((size) => ({ ...job, variables: variables(size) }));
      const value = { jobKeys: [1, 2, 3].map((n) => 2251799813685248 + n), jobs, truncated: false };
      return { kind: 'event', valueType: 'JOB_BATCH', intent: 'ACTIVATED', key: 1, value };
    });
    const { messages } = await poll(-1, 10).outcome;
    expect(messages).toMatchObject([{ jobs: [{ key: '2251799813685249' }] }]);
    const failures = await engine.seen('FAIL', 2);
    expect(failures).toMatchObject([
      { key: 2251799813685250, value: { retries: 2 } },
      { key: 2251799813685251, value: { retries: 0 } },
    ]);
  });

  test('should end waiting polls when it stops', async () => {
    await open();
    const { outcome } = poll(10_000);
    await waiting(1);
    await gateway.stop();
    expect(await outcome).toMatchObject({ status: 'OK', messages: [] });
  });
});
