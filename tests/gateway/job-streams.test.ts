import pino from 'pino';
import { startGateway, type Gateway } from '../../src/gateway/server';
import { openRawClient, type RawClient } from './raw-client';
import { scriptedEngine, type ScriptedEngine } from './scripted-engine';

describe('streams of jobs', () => {
  let engine: ScriptedEngine;
  let gateway: Gateway;
  let client: RawClient;

  beforeEach(async () => {
    engine = scriptedEngine();
    gateway = await startGateway({
      engine,
      host: '127.0.0.1',
      port: 0,
      logger: pino({ enabled: false }),
    });
    client = openRawClient(gateway.address);
  });

  afterEach(async () => {
    client.close();
    await gateway.stop();
  });

  const open = (more: object = {}) =>
    client.stream('StreamActivatedJobs', { type: 't', worker: 'w', timeout: 1000, ...more });

  async function streaming(count: number, type = 't'): Promise<void> {
    while ((gateway.streamingClients().get(type) ?? 0) !== count) await new Promise(setImmediate);
  }

  async function received(messages: readonly unknown[], count: number): Promise<void> {
    while (messages.length < count) await new Promise(setImmediate);
  }

  test('should push each job of its type', async () => {
    const stream = open({ fetchVariable: ['x'] });
    await streaming(1);
    const keys = engine.pushJobs('t', 3);
    await received(stream.messages, 3);
    expect(stream.messages.map(({ key }) => key)).toEqual(keys.map(String));
    expect(stream.messages[0]).toMatchObject({
      type: 't',
      worker: 'w',
      customHeaders: '{"a":"1"}',
      variables: '{"x":1}',
      tenantId: '<default>',
    });
    expect(engine.commands).toEqual([]);
  });

  test('should let the clients of a stream take turns', async () => {
    const [first, second] = [open(), open()];
    const other = open({ worker: 'other' });
    await streaming(3);
    engine.pushJobs('t', 8);
    await received(first.messages, 2);
    await received(second.messages, 2);
    await received(other.messages, 4);
    expect(other.messages.every(({ worker }) => worker === 'other')).toBe(true);
  });

  test('should give back a job when its client has left', async () => {
    const stream = open();
    await streaming(1);
    // The engine decides that the job goes to the stream, then the client leaves, then the job is durable.
    const deliver = engine.holdPush('t');
    stream.cancel();
    await stream.outcome;
    await streaming(0);
    const key = deliver();
    expect(await engine.seen('YIELD')).toMatchObject([{ valueType: 'JOB', key }]);
  });

  test('should give a job of a client that reads nothing to another, else back', async () => {
    const slow = open();
    slow.pause();
    await streaming(1);
    const big = { x: 'x'.repeat(1024 * 1024) };
    const keys = engine.pushJobs('t', 8, big);
    const yielded = await engine.seen('YIELD', 5);
    expect(yielded.length).toBeGreaterThanOrEqual(5);
    expect(keys).toEqual(expect.arrayContaining(yielded.map(({ key }) => key)));
    const quick = open();
    await streaming(2);
    const [next] = engine.pushJobs('t', 1);
    await received(quick.messages, 1);
    expect(quick.messages[0]).toMatchObject({ key: String(next) });
    slow.resume();
    await received(slow.messages, keys.length - engine.commands.length);
    await received([...slow.messages, ...engine.commands], keys.length);
  });

  test.each([
    [{ type: ' ' }, 'Expected to stream activated jobs with type to be present, but it was blank'],
    [{ timeout: 0 }, 'Expected to stream activated jobs with timeout to be greater than zero, but it was 0'],
    [
      { tenantIds: ['other'] },
      "Expected to handle gRPC request StreamActivatedJobs with tenant identifier 'other', but multi-tenancy is disabled",
    ],
  ])('should refuse %j', async (more, details) => {
    expect(await open(more).outcome).toMatchObject({ status: 'INVALID_ARGUMENT', details });
  });

  test('should end when the gateway stops', async () => {
    const { outcome } = open();
    await streaming(1);
    await gateway.stop();
    expect(await outcome).toMatchObject({ status: 'OK', messages: [] });
  });
});
