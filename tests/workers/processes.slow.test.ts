/** Workers in several processes, on one PostgreSQL and one engine: killed, paused, told to stop, side by side. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import pino from 'pino';
import { projectRoot } from '../../src/config/root';
import { readEnvironment } from '../../src/config/environment';
import { startEngineProgram, type EngineProgram } from '../../src/main/engine-program';
import { openDatabase } from '../../src/store/open';
import type { Database } from '../../src/store/port';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { postgresqlMissing, startPostgresql, type TestServer } from '../kit/postgresql';
import { eventually } from '../kit/program';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

jest.setTimeout(180_000);

const logger = pino({ enabled: false });
const PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task" />
    <bpmn:serviceTask id="task">
      <bpmn:extensionElements><zeebe:taskDefinition type="release-stock" /></bpmn:extensionElements>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`;
const variables = { reservationId: '0b0e7ad2-5a4c-4f44-9c4e-1f0f5a2c7a11' };

test('workers alone need a PostgreSQL, and say so', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(projectRoot, 'dist/src/main/workers-main.js')],
    {
      env: { PATH: process.env['PATH'] },
      encoding: 'utf8',
    },
  );
  expect(status).toBe(78);
  expect(stderr).toMatch(/^DATABASE_URL est attendue[^]*PGlite[^]*npm start/);
});

const missing = postgresqlMissing();
const describeWhereItRuns = missing === undefined ? describe : describe.skip;

describeWhereItRuns(`worker processes (${missing ?? 'on PostgreSQL'})`, () => {
  let server: TestServer;
  let url: string;
  let database: Database;
  let engine: EngineProgram;
  let client: ZeebeClient;
  const started: WorkerProcess[] = [];

  beforeAll(async () => {
    server = await startPostgresql();
    url = await server.createDatabase();
    const ports = { GATEWAY_PORT: '0', MANAGEMENT_PORT: '0' };
    engine = await startEngineProgram(readEnvironment({ DATABASE_URL: url, ...ports }), logger);
    database = await openDatabase({ databaseUrl: url, dataDir: '' });
    client = createZeebeClient({ address: engine.address, logger });
    await client.deploy([{ name: 'p.bpmn', content: PROCESS }]);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.discard()));
  });
  afterAll(async () => {
    await client.close();
    await database.close();
    await engine.stop();
    await server.stop();
  });

  async function workers(settings: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
    const one = await startWorkerProcess({
      DATABASE_URL: url,
      ZEEBE_ADDRESS: engine.address,
      WORKER_LEASE_SECONDS: '1',
      ...settings,
    });
    started.push(one);
    return one;
  }

  async function startCase(): Promise<string> {
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: 'p', variables });
    return processInstanceKey;
  }

  /** What happened to the case's only job. */
  async function jobRecords(instance: string) {
    const rows = await database
      .knex('record')
      .where('process_instance_key', instance)
      .orderBy('position')
      .select('record');
    return rows
      .map(
        ({ record }) =>
          record as { valueType: string; intent: string; recordType: string; value: { retries: number } },
      )
      .filter((record) => record.valueType === 'JOB' && record.recordType === 'EVENT');
  }
  const intents = async (instance: string) => (await jobRecords(instance)).map(({ intent }) => intent);
  const until = (instance: string, intent: string, count = 1) =>
    eventually(
      () => intents(instance),
      (all) => all.filter((one) => one === intent).length >= count,
    );

  it('the job of a killed process is done once by another, soon', async () => {
    const first = await workers();
    const instance = await startCase();
    await first.has(1);
    const second = await workers();
    second.finish();
    first.child.kill('SIGKILL');
    await until(instance, 'COMPLETED');
    expect([first.begun.length, second.begun]).toEqual([1, first.begun]);
    const all = await intents(instance);
    expect(all.filter((intent) => intent !== 'TIMEOUT_UPDATED')).toEqual([
      'CREATED',
      'TIMED_OUT',
      'COMPLETED',
    ]);
  });

  it('a job that takes longer than its lease stays with its process', async () => {
    const first = await workers();
    const second = await workers();
    const instance = await startCase();
    await until(instance, 'TIMEOUT_UPDATED', 4);
    for (const one of [first, second]) one.finish();
    await until(instance, 'COMPLETED');
    expect(await intents(instance)).not.toContain('TIMED_OUT');
    expect(first.begun.length + second.begun.length).toBe(1);
  });

  /** Two processes: the first begins a case's job, then stands still; the second is given it when its lease ends. */
  async function pausedWithJob() {
    const first = await workers();
    const instance = await startCase();
    await first.has(1);
    const second = await workers();
    second.finish();
    first.child.kill('SIGSTOP');
    await until(instance, 'TIMED_OUT');
    const before = (await intents(instance)).length;
    await eventually(
      () => intents(instance),
      (all) => all.slice(before).includes('TIMEOUT_UPDATED'),
    );
    expect(second.begun).toEqual([]);
    return { first, second, instance };
  }

  it('what a paused process has in hand is not begun elsewhere, although its lease ends', async () => {
    const { first, second, instance } = await pausedWithJob();
    first.child.kill('SIGCONT');
    first.finish();
    await until(instance, 'COMPLETED');
    const next = await startCase();
    await until(next, 'COMPLETED');
    expect([first.begun, second.begun].flat().filter((key) => key === first.begun[0])).toHaveLength(1);
  });

  it('but it is when the paused process is killed', async () => {
    const { first, second, instance } = await pausedWithJob();
    first.child.kill('SIGKILL');
    await until(instance, 'COMPLETED');
    expect(second.begun).toEqual(first.begun);
    expect(await intents(instance)).not.toContain('FAILED');
  });

  it('a process told to stop finishes what it has in hand', async () => {
    const first = await workers({ WORKER_STOP_SECONDS: '60' });
    const instance = await startCase();
    await first.has(1);
    first.child.kill('SIGTERM');
    first.finish();
    expect(await first.ended()).toBe(0);
    expect((await intents(instance)).at(-1)).toBe('COMPLETED');
    expect(await database.knex('worker_heartbeat').where('pid', first.child.pid ?? 0)).toEqual([]);
  });

  it('and gives back what it cannot finish; another does it with all retries left', async () => {
    const first = await workers({ WORKER_STOP_SECONDS: '0.2' });
    const instance = await startCase();
    await first.has(1);
    first.child.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    const records = await jobRecords(instance);
    expect(records.at(-1)).toMatchObject({ intent: 'FAILED', value: { retries: 3 } });
    expect(records.map(({ intent }) => intent)).not.toContain('TIMED_OUT');
    const second = await workers();
    second.finish();
    await until(instance, 'COMPLETED');
    expect(second.begun).toEqual(first.begun);
  });

  it('two processes share the work, each job once, as many at once as they are told', async () => {
    const both = [await workers({ WORKER_CONCURRENCY: '3' }), await workers({ WORKER_CONCURRENCY: '3' })];
    const instances = await Promise.all(Array.from({ length: 20 }, startCase));
    for (const one of both) await one.has(3);
    expect(both.map(({ begun }) => begun.length)).toEqual([3, 3]);
    const beats = await database.knex('worker_heartbeat').select('job_type', 'pid');
    expect(beats).toEqual(
      expect.arrayContaining(both.map(({ child }) => ({ job_type: 'release-stock', pid: child.pid }))),
    );
    for (const one of both) one.finish();
    for (const instance of instances) await until(instance, 'COMPLETED');
    const begun = both.flatMap((one) => one.begun);
    expect([begun.length, new Set(begun).size]).toEqual([20, 20]);
  });
});
