/** The wrapper's own promises: bounded time, typed errors, a graceful close. Behaviour is tested on the engines. */
import pino from 'pino';
import type { CommandResponse } from '../../src/engine/api';
import { startGateway, type Gateway } from '../../src/gateway/server';
import {
  createZeebeClient,
  EngineNotFoundError,
  EngineRejectedError,
  EngineUnavailableError,
  type ZeebeClient,
} from '../../src/zeebe';
import { freePort } from '../kit/ports';
import { scriptedEngine, type Answer, type ScriptedEngine } from '../gateway/scripted-engine';

const logger = pino({ enabled: false });
const KEY = '2251799813685300';

function rejection(type: Extract<CommandResponse, { kind: 'rejection' }>['type']): Answer {
  return ({ valueType, intent }) => ({ kind: 'rejection', valueType, intent, type, reason: 'so it is' });
}

describe('the client', () => {
  let engine: ScriptedEngine;
  let gateway: Gateway | undefined;
  let client: ZeebeClient;

  async function open(answer?: Answer, limits = {}): Promise<void> {
    engine = scriptedEngine(answer);
    gateway = await startGateway({ engine, host: '127.0.0.1', port: 0, logger });
    client = createZeebeClient({ address: gateway.address, logger, callLimitMillis: 3000, ...limits });
  }

  afterEach(async () => {
    await client.close();
    await gateway?.stop();
    gateway = undefined;
  });

  test('should tell what is not found', async () => {
    await open(rejection('NOT_FOUND'));
    const error = await client.completeJob(KEY).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineNotFoundError);
    expect(error).toMatchObject({
      code: 'NOT_FOUND',
      reason: 'so it is',
      message: "Command 'COMPLETE' rejected with code 'NOT_FOUND': so it is",
    });
  });

  test.each([
    ['INVALID_ARGUMENT', 'INVALID_ARGUMENT'],
    ['ALREADY_EXISTS', 'ALREADY_EXISTS'],
    ['INVALID_STATE', 'FAILED_PRECONDITION'],
  ] as const)('should tell that the engine refused with %s', async (type, code) => {
    await open(rejection(type));
    const error = await client.resolveIncident(KEY).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineRejectedError);
    expect(error).toMatchObject({ code, reason: 'so it is' });
  });

  test.each(['1', '0', '-1', 'abc', '', '99999999999999999999'])(
    'should not ask for key %j, which no engine made',
    async (key) => {
      await open();
      await expect(client.cancelProcessInstance(key)).rejects.toBeInstanceOf(EngineNotFoundError);
      expect(engine.commands).toEqual([]);
    },
  );

  test('should move the end of a lease', async () => {
    await open();
    await client.updateJobTimeout(KEY, 15_000);
    expect(engine.commands).toMatchObject([
      { intent: 'UPDATE_TIMEOUT', key: Number(KEY), value: { timeout: 15_000 } },
    ]);
  });

  test('should tell that nobody has the job in hand', async () => {
    await open(rejection('INVALID_STATE'));
    const error = await client.updateJobTimeout(KEY, 15_000).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EngineRejectedError', code: 'FAILED_PRECONDITION' });
  });

  test('should wait for an engine that is starting', async () => {
    await open();
    engine.setState('STARTING');
    const done = client.completeJob(KEY, { a: 1 });
    await new Promise(setImmediate);
    engine.setState('PROCESSING');
    await done;
    expect(engine.commands).toMatchObject([{ intent: 'COMPLETE', value: { variables: { a: 1 } } }]);
  });

  test('should give up in time on an engine that stays a standby', async () => {
    await open(undefined, { callLimitMillis: 300 });
    engine.setState('STANDBY');
    const began = Date.now();
    const error = await client.completeJob(KEY).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcomeUnknown: false });
    expect(Date.now() - began).toBeLessThan(2000);
  });

  test('should give up in time on an engine that does not answer, and say that it may have acted', async () => {
    await open(() => new Promise(() => undefined), { callLimitMillis: 200 });
    const error = await client
      .createProcessInstance({ bpmnProcessId: 'p' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcomeUnknown: true });
  });

  test('should say that nobody listens', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    client = createZeebeClient({ address, logger, callLimitMillis: 300 });
    const error = await client.topology().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error).toMatchObject({ outcomeUnknown: false });
  });

  test('should print nothing', async () => {
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const failed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await open(rejection('NOT_FOUND'));
    const worker = client.createWorker('t', async () => ({ kind: 'complete' }));
    await client.completeJob(KEY).catch(() => undefined);
    await worker.close();
    const lines = [...written.mock.calls, ...failed.mock.calls];
    written.mockRestore();
    failed.mockRestore();
    expect(lines).toEqual([]);
  });
});

describe('a worker', () => {
  let engine: ScriptedEngine;
  let gateway: Gateway;
  let client: ZeebeClient;

  beforeEach(async () => {
    engine = scriptedEngine();
    gateway = await startGateway({ engine, host: '127.0.0.1', port: 0, logger });
    client = createZeebeClient({ address: gateway.address, logger });
  });

  afterEach(async () => {
    await client.close();
    await gateway.stop();
  });

  test('should complete, fail and throw as its handler says', async () => {
    const outcomes = [
      { kind: 'complete', variables: { b: 2 } },
      { kind: 'fail', errorMessage: 'later', retryBackoffMillis: 1000 },
      { kind: 'error', errorCode: 'E', errorMessage: 'm', variables: { c: 3 } },
    ] as const;
    const seen: object[] = [];
    client.createWorker('t', async (job) => {
      seen.push(job);
      const outcome = outcomes[seen.length - 1];
      if (!outcome) throw new Error('unexpected');
      return outcome;
    });
    engine.addJobs('t', 3);
    expect(await engine.seen('COMPLETE')).toMatchObject([{ value: { variables: { b: 2 } } }]);
    expect(await engine.seen('FAIL')).toMatchObject([
      { value: { errorMessage: 'later', retries: 2, retryBackoff: 1000 } },
    ]);
    expect(await engine.seen('THROW_ERROR')).toMatchObject([
      { value: { errorCode: 'E', errorMessage: 'm', variables: { c: 3 } } },
    ]);
    expect(seen[0]).toMatchObject({
      key: expect.stringMatching(/^\d+$/),
      type: 't',
      processInstanceKey: expect.stringMatching(/^\d+$/),
      processDefinitionKey: expect.stringMatching(/^\d+$/),
      customHeaders: { a: '1' },
      variables: { x: 1 },
      retries: 3,
      deadline: 5,
    });
  });

  test('should fail the job when its handler throws', async () => {
    client.createWorker('t', async () => {
      throw new Error('boom');
    });
    engine.addJobs('t', 1);
    expect(await engine.seen('FAIL')).toMatchObject([{ value: { errorMessage: 'boom', retries: 2 } }]);
  });

  test('should run at most as many handlers at once as it may', async () => {
    let running = 0;
    let most = 0;
    client.createWorker(
      't',
      async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return { kind: 'complete' };
      },
      { maxJobsToActivate: 8, concurrency: 2 },
    );
    engine.addJobs('t', 8);
    await engine.seen('COMPLETE', 8);
    expect(most).toBe(2);
  });

  test('should not hammer an engine that is a standby, and take jobs when it takes over', async () => {
    const asked: number[] = [];
    const status = jest.spyOn(engine, 'status').mockImplementation(() => {
      asked.push(Date.now());
      return { state: asked.length < 12 ? 'STANDBY' : 'PROCESSING', position: 0 };
    });
    client.createWorker('t', async () => ({ kind: 'complete' }));
    engine.addJobs('t', 1);
    await engine.seen('COMPLETE');
    status.mockRestore();
    expect((asked[11] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(400);
  });

  test('should answer the jobs in hand before it closes, and take no more', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let started: () => void = () => undefined;
    const began = new Promise<void>((resolve) => (started = resolve));
    const worker = client.createWorker('t', async () => {
      started();
      await held;
      return { kind: 'complete' };
    });
    engine.addJobs('t', 1);
    await began;
    while ((gateway.waitingPolls().get('t') ?? 0) === 0) await new Promise(setImmediate);
    const closed = worker.close();
    while (gateway.waitingPolls().has('t')) await new Promise(setImmediate);
    engine.addJobs('t', 1);
    release();
    await closed;
    expect(await engine.seen('COMPLETE')).toHaveLength(1);
    expect(engine.jobsLeft('t')).toBe(1);
  });
});
