/** Whatever a client sends, the gateway answers it and goes on. */
import { Client, credentials, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import pino from 'pino';
import { gatewayService } from '../../src/gateway/proto';
import { startGateway, type Gateway } from '../../src/gateway/server';
import { openEmbedded } from './embedded';
import { openRawClient, type RawClient } from './raw-client';
import { scriptedEngine } from './scripted-engine';

jest.setTimeout(180_000);

const SEED = 20_261_125;
const service = gatewayService();
const unary = Object.keys(service).filter((name) => !service[name]!.responseStream);
const streaming = Object.keys(service).filter((name) => service[name]!.responseStream);

describe('the gateway of the embedded engine', () => {
  let engine: Awaited<ReturnType<typeof openEmbedded>>;
  let client: RawClient;
  let bytes: Client;

  beforeAll(async () => {
    engine = await openEmbedded();
    client = openRawClient(engine.address);
    bytes = new Client(engine.address, credentials.createInsecure());
  });
  afterAll(async () => {
    bytes.close();
    client.close();
    await engine.stop();
  });

  const serves = async () => expect((await client.call('Topology', {})).status).toBe('OK');

  /** Sends the bytes as a request; resolves with the status. */
  const send = (rpc: string, body: Buffer): Promise<string> =>
    new Promise((resolve) => {
      bytes.makeUnaryRequest(
        service[rpc]!.path,
        (request: Buffer) => request,
        (reply: Buffer) => reply,
        body,
        { deadline: Date.now() + 20_000 },
        (error) => resolve(status[error?.code ?? 0]!),
      );
    });

  test('should answer bytes that are no message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...unary), fc.uint8Array({ maxLength: 200 }), async (rpc, body) => {
        if (rpc === 'CreateProcessInstanceWithResult') return;
        expect(await send(rpc, Buffer.from(body))).not.toBe('DEADLINE_EXCEEDED');
      }),
      { seed: SEED, numRuns: 300 },
    );
    await serves();
  });

  test('should answer messages that make no sense', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '{', '[]', '{"a":', '\u0000', '=x'),
    );
    const key = fc.oneof(
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
      fc.constant('2251799813685249'),
    );
    const request = fc.record(
      {
        jobKey: key,
        processInstanceKey: key,
        elementInstanceKey: key,
        incidentKey: key,
        resourceKey: key,
        processDefinitionKey: key,
        bpmnProcessId: text,
        version: fc.integer(),
        variables: text,
        retries: fc.integer(),
        timeout: key,
        timeToLive: key,
        retryBackOff: key,
        name: text,
        correlationKey: text,
        messageId: text,
        signalName: text,
        errorCode: text,
        tenantId: text,
        operationReference: fc.nat().map(String),
        startInstructions: fc.array(fc.record({ elementId: text }), { maxLength: 3 }),
        activateInstructions: fc.array(
          fc.record({
            elementId: text,
            ancestorElementInstanceKey: key,
            variableInstructions: fc.constant([]),
          }),
          { maxLength: 3 },
        ),
        terminateInstructions: fc.array(fc.record({ elementInstanceKey: key }), { maxLength: 3 }),
        migrationPlan: fc.record({ targetProcessDefinitionKey: key }),
        resources: fc.array(fc.record({ name: text, content: fc.uint8Array() }), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...unary), request, async (rpc, asked) => {
        const outcome = await client.call(rpc, asked);
        expect(['DEADLINE_EXCEEDED', 'INTERNAL']).not.toContain(outcome.status);
      }),
      { seed: SEED, numRuns: 400 },
    );
    await serves();
  });

  test('should refuse a message that is too big, and go on', async () => {
    expect(await send('CompleteJob', Buffer.alloc(5 * 1024 * 1024))).toBe('RESOURCE_EXHAUSTED');
    await serves();
  });

  test.each(streaming)('should end a %s of bytes that are no message', async (rpc) => {
    const call = bytes.makeServerStreamRequest(
      service[rpc]!.path,
      (request: Buffer) => request,
      (reply: Buffer) => reply,
      Buffer.from('ff'.repeat(20), 'hex'),
    );
    const code = await new Promise((resolve) => {
      call.on('error', (error: Error & { code: number }) => resolve(status[error.code]));
      call.on('end', () => resolve('OK'));
      call.resume();
    });
    expect(code).not.toBe('OK');
    await serves();
  });
});

describe('many clients', () => {
  let gateway: Gateway;
  let client: RawClient;
  const engine = scriptedEngine();

  beforeAll(async () => {
    gateway = await startGateway({ engine, host: '127.0.0.1', port: 0, logger: pino({ enabled: false }) });
    client = openRawClient(gateway.address);
  });
  afterAll(async () => {
    client.close();
    await gateway.stop();
  });

  const poll = () =>
    client.stream('ActivateJobs', {
      type: 't',
      worker: 'w',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: 100_000,
    });

  async function waiting(count: number): Promise<void> {
    while ((gateway.waitingPolls().get('t') ?? 0) !== count) await new Promise(setImmediate);
  }

  test('should hold a thousand polls open, lease nothing to those that leave, and serve the others', async () => {
    const polls = Array.from({ length: 1000 }, poll);
    await waiting(1000);
    const [leaving, staying] = [polls.slice(0, 500), polls.slice(500)];
    for (const { cancel } of leaving) cancel();
    await Promise.all(leaving.map(({ outcome }) => outcome));
    await waiting(500);
    engine.addJobs('t', 500);
    const outcomes = await Promise.all(staying.map(({ outcome }) => outcome));
    expect(outcomes.map(({ messages }) => messages.length)).toEqual(Array(500).fill(1));
    expect(engine.jobsLeft('t')).toBe(0);
    expect(engine.commands.filter(({ intent }) => intent === 'FAIL')).toEqual([]);
  });
});
