import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { readEnvironment } from '../../src/config/environment';
import { startEngineProgram, type EngineProgram } from '../../src/main/engine-program';
import { createZeebeClient } from '../../src/zeebe';
import { openPgliteTestDatabase, type TestDatabase } from '../kit/database';

jest.setTimeout(180_000);

const logger = pino({ enabled: false });
const PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>in</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task" />
    <bpmn:serviceTask id="task">
      <bpmn:extensionElements><zeebe:taskDefinition type="work" /></bpmn:extensionElements>
      <bpmn:incoming>in</bpmn:incoming>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`;

describe('the engine alone', () => {
  let database: TestDatabase;
  let program: EngineProgram;

  beforeAll(async () => {
    database = await openPgliteTestDatabase();
    await database.close();
  });
  afterEach(() => program.stop());
  afterAll(() => database.dispose());

  async function start(settings: Record<string, string> = {}): Promise<void> {
    const environment = readEnvironment({
      DATA_DIR: database.location.dataDir,
      GATEWAY_PORT: '0',
      MANAGEMENT_PORT: '0',
      ...settings,
    });
    program = await startEngineProgram(environment, logger);
  }

  test('should keep what it acknowledged over a restart', async () => {
    await start();
    const before = createZeebeClient({ address: program.address, logger });
    await before.deploy([{ name: 'p.bpmn', content: PROCESS }]);
    const created = await before.createProcessInstance({ bpmnProcessId: 'p', variables: { a: 1 } });
    await before.close();
    await program.stop();

    await start();
    const after = createZeebeClient({ address: program.address, logger });
    const job = await new Promise((resolve) => {
      after.createWorker('work', async (given) => {
        resolve(given);
        return { kind: 'complete' };
      });
    });
    await after.close();
    expect(job).toMatchObject({ processInstanceKey: created.processInstanceKey, variables: { a: 1 } });
  });

  test('should deliver its records where it is told to', async () => {
    const lines: string[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        lines.push(...body.split('\n').filter((line) => line.includes('"valueType"')));
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ took: 1, errors: false, items: [] }));
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    await start({ EXPORT_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}` });
    const client = createZeebeClient({ address: program.address, logger });
    await client.publishMessage({ name: 'm', correlationKey: 'c' });
    while (!lines.some((line) => line.includes('"PUBLISHED"'))) await new Promise(setImmediate);
    await client.close();
    await program.stop();
    await new Promise((resolve) => receiver.close(resolve));
    const delivered = lines.map((line) => JSON.parse(line) as { position: number });
    expect(delivered[0]).toMatchObject({ recordType: 'EVENT', partitionId: 1 });
    expect(delivered.map(({ position }) => position)).toEqual(
      delivered.map(({ position }) => position).sort((one, other) => one - other),
    );
  });

  test('should tell its health, its metrics and, when controlled, its time', async () => {
    await start({ ZEEBE_CLOCK_CONTROLLED: 'true' });
    const read = async (path: string) => (await fetch(`${program.managementUrl}/actuator/${path}`)).text();
    expect(JSON.parse(await read('health/readiness'))).toMatchObject({ status: 'UP' });
    expect(JSON.parse(await read('clock'))).toEqual({
      epochMilli: expect.any(Number),
      instant: expect.any(String),
    });
    const metrics = await read('prometheus');
    expect(metrics).toContain('zeebe_stream_processor_last_processed_position');
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
  });
});
