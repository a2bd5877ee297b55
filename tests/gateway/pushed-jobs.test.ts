/** A job that becomes activatable again goes to the clients of its stream, whatever made it so. */
import { randomUUID } from 'node:crypto';
import type { EngineRecord } from '../../src/protocol/records';
import { createClock } from '../../src/kit/clock';
import { bpmn, end, path, start, task } from '../engine/kit/bpmn';
import { openEmbedded } from './embedded';
import { openRawClient, type RawClient, type RawStream } from './raw-client';

jest.setTimeout(180_000);

const LEASE = 60_000;

describe('jobs that become activatable again', () => {
  const clock = createClock();
  const incidents: EngineRecord[] = [];
  let embedded: Awaited<ReturnType<typeof openEmbedded>>;
  let client: RawClient;
  let type: string;
  let stream: RawStream;

  beforeAll(async () => {
    embedded = await openEmbedded(clock);
    client = openRawClient(embedded.address);
    embedded.engine.onRecords((records) => {
      incidents.push(...records.filter(({ valueType }) => valueType === 'INCIDENT'));
    });
  });
  afterAll(async () => {
    client.close();
    await embedded.stop();
  });

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise(setImmediate);
  }
  const open = (more: object = {}) =>
    client.stream('StreamActivatedJobs', { type, worker: 'w', timeout: LEASE, ...more });
  const streaming = (count: number) =>
    until(() => (embedded.gateway.streamingClients().get(type) ?? 0) === count);

  beforeEach(async () => {
    type = `t-${randomUUID()}`;
    const file = bpmn(type, start() + task('task', type) + end() + path('start', 'task', 'end'));
    const resources = [{ name: file.name, content: Buffer.from(file.content) }];
    await accepted('DeployResource', { resources });
    stream = open();
    await streaming(1);
  });
  afterEach(async () => {
    stream.cancel();
    await streaming(0);
  });

  async function accepted(rpc: string, request: object): Promise<void> {
    expect(await client.call(rpc, request)).toMatchObject({ status: 'OK', details: '' });
  }
  const create = () => accepted('CreateProcessInstance', { bpmnProcessId: type, version: -1 });
  const poll = async (): Promise<readonly unknown[]> => {
    const asked = { type, worker: 'p', timeout: LEASE, maxJobsToActivate: 9, requestTimeout: -1 };
    return (await client.stream('ActivateJobs', asked).outcome).messages;
  };

  /** The job pushed as the `count`th. */
  async function pushed(count: number): Promise<Readonly<Record<string, unknown>>> {
    await until(() => stream.messages.length >= count);
    expect(stream.messages).toHaveLength(count);
    return stream.messages[count - 1]!;
  }

  test('should be pushed after their time-out', async () => {
    await create();
    const first = await pushed(1);
    clock.add(LEASE + 1);
    const again = await pushed(2);
    expect(again).toMatchObject({ key: first['key'], retries: 3, worker: 'w' });
    expect(Number(again['deadline'])).toBeGreaterThan(Number(first['deadline']));
    expect(await poll()).toEqual([]);
    await accepted('CompleteJob', { jobKey: again['key'] });
  });

  test('should be pushed when they failed with retries left', async () => {
    await create();
    const { key: jobKey } = await pushed(1);
    await accepted('FailJob', { jobKey, retries: 2, errorMessage: 'no', variables: '{"why":"x"}' });
    expect(await pushed(2)).toMatchObject({ key: jobKey, retries: 2, variables: '{"why":"x"}' });
    await accepted('FailJob', { jobKey, retries: 1 });
    expect(await pushed(3)).toMatchObject({ key: jobKey, retries: 1 });
    expect(await poll()).toEqual([]);
    await accepted('CompleteJob', { jobKey });
  });

  test('should be pushed after their back-off, not before', async () => {
    await create();
    const { key: jobKey } = await pushed(1);
    await accepted('FailJob', { jobKey, retries: 2, retryBackOff: 30_000 });
    await create();
    const other = await pushed(2);
    expect(other['key']).not.toBe(jobKey);
    await accepted('CompleteJob', { jobKey: other['key'] });
    clock.add(30_001);
    expect(await pushed(3)).toMatchObject({ key: jobKey, retries: 2 });
    expect(await poll()).toEqual([]);
    await accepted('CompleteJob', { jobKey });
  });

  test('should be pushed when their incident is resolved', async () => {
    await create();
    const { key: jobKey } = await pushed(1);
    await accepted('FailJob', { jobKey, retries: 0, errorMessage: 'out of order' });
    const ofJob = ({ value, intent }: EngineRecord): boolean =>
      intent === 'CREATED' && String(value['jobKey']) === jobKey;
    await until(() => incidents.some(ofJob));
    await accepted('UpdateJobRetries', { jobKey, retries: 5 });
    expect(stream.messages).toHaveLength(1);
    await accepted('ResolveIncident', { incidentKey: String(incidents.find(ofJob)?.key) });
    expect(await pushed(2)).toMatchObject({ key: jobKey, retries: 5 });
    expect(await poll()).toEqual([]);
    await accepted('CompleteJob', { jobKey });
  });

  test('should wait for polls when no stream is open any more', async () => {
    await create();
    const { key: jobKey } = await pushed(1);
    stream.cancel();
    await streaming(0);
    await accepted('FailJob', { jobKey, retries: 1 });
    expect(await poll()).toMatchObject([{ jobs: [{ key: jobKey, retries: 1, worker: 'p' }] }]);
    await accepted('CompleteJob', { jobKey });
  });
});
