import { readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { projectRoot } from '../../src/config/root';
import { EngineOverloadedError } from '../../src/engine/api';
import { STATUS_OF_REJECTION, STATUS_OF_STATE } from '../../src/gateway/errors';
import { startGateway, type Gateway } from '../../src/gateway/server';
import type { RejectionType } from '../../src/protocol/records';
import { openRawClient, type RawClient } from './raw-client';
import { scriptedEngine, type Answer, type ScriptedEngine } from './scripted-engine';

const JOB = '2251799813685300';

describe('the gateway', () => {
  let engine: ScriptedEngine;
  let gateway: Gateway;
  let client: RawClient;

  async function open(answer?: Answer): Promise<void> {
    engine = scriptedEngine(answer);
    gateway = await startGateway({ engine, host: '127.0.0.1', port: 0, logger: pino({ enabled: false }) });
    client = openRawClient(gateway.address);
  }

  afterEach(async () => {
    client.close();
    await gateway.stop();
  });

  test.each([
    ['INVALID_ARGUMENT', 'INVALID_ARGUMENT'],
    ['NOT_FOUND', 'NOT_FOUND'],
    ['ALREADY_EXISTS', 'ALREADY_EXISTS'],
    ['INVALID_STATE', 'FAILED_PRECONDITION'],
    ['PROCESSING_ERROR', 'INTERNAL'],
    ['EXCEEDED_BATCH_RECORD_SIZE', 'UNKNOWN'],
    ['NULL_VAL', 'UNKNOWN'],
  ] as const)('should answer a rejection %s with status %s', async (type: RejectionType, status) => {
    await open(() => ({ kind: 'rejection', valueType: 'JOB', intent: 'COMPLETE', type, reason: 'é so' }));
    const outcome = await client.call('CompleteJob', { jobKey: JOB, variables: '{}' });
    expect(outcome).toMatchObject({
      status,
      details: `Command 'COMPLETE' rejected with code '${type}': é so`,
    });
  });

  test.each([
    ['STARTING', 'UNAVAILABLE', 'INACTIVE', 'UNHEALTHY'],
    ['STANDBY', 'UNAVAILABLE', 'FOLLOWER', 'HEALTHY'],
    ['RECOVERING', 'UNAVAILABLE', 'INACTIVE', 'UNHEALTHY'],
    ['STOPPED', 'UNAVAILABLE', 'INACTIVE', 'UNHEALTHY'],
    ['FAILED', 'INTERNAL', 'LEADER', 'DEAD'],
  ] as const)('should ask nothing of an engine that is %s', async (state, status, role, health) => {
    await open();
    engine.setState(state);
    const outcome = await client.call('CompleteJob', { jobKey: JOB });
    const poll = await client.stream('ActivateJobs', {
      type: 't',
      worker: 'w',
      timeout: 1,
      maxJobsToActivate: 1,
    }).outcome;
    const topology = await client.call('Topology', {});
    expect(outcome).toMatchObject({
      status,
      details: expect.stringContaining('Expected to reach the engine'),
    });
    expect(poll).toMatchObject({ status, details: outcome.details });
    expect(topology.reply?.brokers).toMatchObject([{ partitions: [{ partitionId: 1, role, health }] }]);
    expect(engine.commands).toEqual([]);
  });

  test('should answer RESOURCE_EXHAUSTED when the queue is full', async () => {
    await open(() => Promise.reject(new EngineOverloadedError('Expected room in the queue, but it is full')));
    const outcome = await client.call('ResolveIncident', { incidentKey: JOB });
    expect(outcome).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
      details: 'Expected room in the queue, but it is full',
    });
  });

  test('should answer INTERNAL when the engine throws', async () => {
    await open(() => Promise.reject(new Error('boom')));
    expect(await client.call('CompleteJob', { jobKey: JOB })).toMatchObject({
      status: 'INTERNAL',
      details: 'Unexpected error occurred during the request processing: boom',
    });
  });

  test('should answer DEADLINE_EXCEEDED when an awaited result does not come in time', async () => {
    await open(() => new Promise(() => undefined));
    const outcome = await client.call('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: 'p', version: -1 },
      requestTimeout: 50,
    });
    expect(outcome).toMatchObject({
      status: 'DEADLINE_EXCEEDED',
      details: expect.stringMatching(/^Time out between gateway and broker: .* timed out in PT0\.05S$/),
    });
  });

  test.each([
    ['1', 0],
    ['0', 0],
    ['-1', -1],
    ['4503599627370496', 2],
    ['9223372036854775807', 4095],
    ['-9223372036854775808', -4096],
  ])('should not look for key %s', async (jobKey, partition) => {
    await open();
    expect(await client.call('CompleteJob', { jobKey })).toMatchObject({
      status: 'UNAVAILABLE',
      details: `Expected to execute command on partition ${partition}, but either it does not exist, or the gateway is not yet aware of it`,
    });
    expect(engine.commands).toEqual([]);
  });

  test('should cut a text that no header can carry', async () => {
    await open();
    const variables = `{"a":"${'é'.repeat(100_000)}`;
    const outcome = await client.call('CompleteJob', { jobKey: JOB, variables });
    expect(outcome.status).toBe('INVALID_ARGUMENT');
    expect(outcome.details).toMatch(/^Invalid JSON value: .*… \(cut\)$/);
  });

  test('should refuse a message above 4 MB', async () => {
    await open();
    const outcome = await client.call('PublishMessage', {
      name: 'm',
      variables: 'x'.repeat(4 * 1024 * 1024),
    });
    expect(outcome.status).toBe('RESOURCE_EXHAUSTED');
  });
});

test('should say what to do when its port is taken', async () => {
  const options = { engine: scriptedEngine(), host: '127.0.0.1', logger: pino({ enabled: false }) };
  const first = await startGateway({ ...options, port: 0 });
  await expect(startGateway({ ...options, port: first.port })).rejects.toThrow('Choose another GATEWAY_PORT');
  await first.stop();
});

test('should answer with the statuses that the documentation tells', () => {
  const text = readFileSync(path.join(projectRoot, 'docs/gateway.md'), 'utf8');
  const told = [...text.matchAll(/^\| ((?:rejection|engine) \w+) +\| (\w+) +\|$/gm)].map(([, what, name]) => [
    what,
    name,
  ]);
  expect(told).toEqual([
    ...Object.entries(STATUS_OF_REJECTION).map(([type, name]) => [`rejection ${type}`, name]),
    ...Object.entries(STATUS_OF_STATE).map(([state, [name]]) => [`engine ${state}`, name]),
  ]);
});
