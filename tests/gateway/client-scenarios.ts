/** What clients do with an engine, whichever it is; run on the embedded one and on a real Zeebe. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import {
  createZeebeClient,
  EngineNotFoundError,
  EngineRejectedError,
  type ActivatedJob,
  type JobOutcome,
  type ZeebeClient,
} from '../../src/zeebe';
import { openRawClient, type RawClient } from './raw-client';

const logger = pino({ enabled: false });

function definitions(id: string, body: string, more = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>${body}
  </bpmn:process>${more}
</bpmn:definitions>`;
}

const flow = (id: string, from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;
const end = (id: string, incoming: string): string =>
  `<bpmn:endEvent id="${id}"><bpmn:incoming>${incoming}</bpmn:incoming></bpmn:endEvent>`;
const service = (id: string, type: string, incoming: string, outgoing: string): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" /></bpmn:extensionElements>
   <bpmn:incoming>${incoming}</bpmn:incoming><bpmn:outgoing>${outgoing}</bpmn:outgoing></bpmn:serviceTask>`;

/** start → one → two → end */
const sequence = (id: string): string =>
  definitions(
    id,
    flow('f0', 'start', 'one') +
      service('one', `${id}-one`, 'f0', 'f1') +
      flow('f1', 'one', 'two') +
      service('two', `${id}-two`, 'f1', 'f2') +
      flow('f2', 'two', 'end') +
      end('end', 'f2'),
  );

/** start → risky, whose error REFUS goes → repair */
const risky = (id: string): string =>
  definitions(
    id,
    flow('f0', 'start', 'risky') +
      service('risky', `${id}-risky`, 'f0', 'f1') +
      flow('f1', 'risky', 'end') +
      end('end', 'f1') +
      `<bpmn:boundaryEvent id="caught" attachedToRef="risky"><bpmn:extensionElements>
       <zeebe:ioMapping><zeebe:output source="=why" target="reason" /></zeebe:ioMapping></bpmn:extensionElements>
       <bpmn:outgoing>f2</bpmn:outgoing>
       <bpmn:errorEventDefinition id="e" errorRef="refus" /></bpmn:boundaryEvent>` +
      flow('f2', 'caught', 'repair') +
      service('repair', `${id}-repair`, 'f2', 'f3') +
      flow('f3', 'repair', 'repaired') +
      end('repaired', 'f3'),
    '<bpmn:error id="refus" name="refus" errorCode="REFUS" />',
  );

/** start → wait for the message → after */
const waits = (id: string): string =>
  definitions(
    id,
    flow('f0', 'start', 'wait') +
      `<bpmn:intermediateCatchEvent id="wait"><bpmn:incoming>f0</bpmn:incoming><bpmn:outgoing>f1</bpmn:outgoing>
       <bpmn:messageEventDefinition id="m" messageRef="message" /></bpmn:intermediateCatchEvent>` +
      flow('f1', 'wait', 'after') +
      service('after', `${id}-after`, 'f1', 'f2') +
      flow('f2', 'after', 'end') +
      end('end', 'f2'),
    `<bpmn:message id="message" name="${id}-message"><bpmn:extensionElements>
     <zeebe:subscription correlationKey="=cle" /></bpmn:extensionElements></bpmn:message>`,
  );

export function describeClientScenarios(engineName: string, open: () => Promise<OpenEngine>): void {
  describe(`clients of ${engineName}`, () => {
    let engine: OpenEngine;
    let client: ZeebeClient;
    let raw: RawClient;
    let id: string;

    beforeAll(async () => {
      engine = await open();
      raw = openRawClient(engine.address);
    });
    afterAll(async () => {
      raw.close();
      await engine.stop();
    });
    beforeEach(() => {
      id = `p-${randomUUID()}`;
      client = createZeebeClient({ address: engine.address, logger });
    });
    afterEach(() => client.close());

    const deploy = (content: string) => client.deploy([{ name: `${id}.bpmn`, content }]);
    const start = (variables = {}) => client.createProcessInstance({ bpmnProcessId: id, variables });

    /** Resolves with the first job of a type, answered with the outcome. */
    function next(type: string, outcome: JobOutcome = { kind: 'complete' }): Promise<ActivatedJob> {
      return new Promise((resolve) => {
        client.createWorker(`${id}-${type}`, async (job) => {
          resolve(job);
          return outcome;
        });
      });
    }

    const activate = (type: string, requestTimeout: number) =>
      raw.stream('ActivateJobs', {
        type: `${id}-${type}`,
        worker: 'raw',
        timeout: 60_000,
        maxJobsToActivate: 5,
        requestTimeout,
      });

    test('should do one task after the other', async () => {
      const deployment = await deploy(sequence(id));
      expect(deployment.processes).toMatchObject([{ bpmnProcessId: id, version: 1 }]);
      const created = await start({ a: 1, texte: 'é' });
      const one = await next('one', { kind: 'complete', variables: { b: [2, null] } });
      const two = await next('two');
      expect(one).toMatchObject({
        bpmnProcessId: id,
        processInstanceKey: created.processInstanceKey,
        processDefinitionKey: created.processDefinitionKey,
        processDefinitionVersion: 1,
        elementId: 'one',
        variables: { a: 1, texte: 'é' },
        retries: 3,
      });
      expect(two.variables).toEqual({ a: 1, texte: 'é', b: [2, null] });
    });

    test('should give a failed job again, with one retry less', async () => {
      await deploy(sequence(id));
      await start();
      const retries: number[] = [];
      client.createWorker(`${id}-one`, async (job) => {
        retries.push(job.retries);
        if (retries.length < 3) throw new Error('not yet');
        return { kind: 'complete' };
      });
      await next('two');
      expect(retries).toEqual([3, 2, 1]);
    });

    test('should neither give nor take a job that failed for good', async () => {
      await deploy(sequence(id));
      await start();
      const job = await new Promise<ActivatedJob>((resolve) => {
        const worker = client.createWorker(`${id}-one`, async (given) => {
          void worker.close().then(() => resolve(given));
          return { kind: 'fail', errorMessage: 'no', retries: 0 };
        });
      });
      expect((await activate('one', -1).outcome).messages).toEqual([]);
      await client.updateJobRetries(job.key, 1);
      const error = await client.completeJob(job.key).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(EngineRejectedError);
      expect(error).toMatchObject({ code: 'FAILED_PRECONDITION' });
    });

    test('should take the way of an error that is thrown', async () => {
      await deploy(risky(id));
      await start();
      const thrown = {
        kind: 'error',
        errorCode: 'REFUS',
        errorMessage: 'non',
        variables: { why: 'x' },
      } as const;
      await next('risky', thrown);
      expect(await next('repair')).toMatchObject({ elementId: 'repair', variables: { reason: 'x' } });
    });

    test('should correlate a message, once for one id', async () => {
      await deploy(waits(id));
      await start({ cle: 'k1' });
      const message = {
        name: `${id}-message`,
        correlationKey: 'k1',
        messageId: 'one',
        timeToLiveMillis: 60_000,
        variables: { from: 'message' },
      };
      await client.publishMessage(message);
      expect((await next('after')).variables).toEqual({ cle: 'k1', from: 'message' });
      const again = await client.publishMessage(message).catch((error: unknown) => error);
      expect(again).toBeInstanceOf(EngineRejectedError);
      expect(again).toMatchObject({ code: 'ALREADY_EXISTS' });
    });

    test('should answer a waiting poll as soon as there is a job', async () => {
      await deploy(sequence(id));
      const { outcome } = activate('one', 15_000);
      await client.topology();
      await start();
      const { status, messages, millis } = await outcome;
      expect({ status, messages: messages.length }).toEqual({ status: 'OK', messages: 1 });
      expect(millis).toBeLessThan(10_000);
    });

    test('should end an empty poll in time', async () => {
      const { status, messages, millis } = await activate('one', 300).outcome;
      expect({ status, messages }).toEqual({ status: 'OK', messages: [] });
      expect(millis).toBeGreaterThanOrEqual(290);
      expect(millis).toBeLessThan(5000);
    });

    test('should lease nothing to a poll that was cancelled', async () => {
      await deploy(sequence(id));
      const cancelled = activate('one', 15_000);
      await client.topology();
      cancelled.cancel();
      expect((await cancelled.outcome).status).toBe('CANCELLED');
      await start();
      expect((await activate('one', 10_000).outcome).messages).toHaveLength(1);
    });

    test('should lease a job to one worker at a time', async () => {
      await deploy(sequence(id));
      await start();
      expect((await activate('one', 10_000).outcome).messages).toHaveLength(1);
      expect((await activate('one', -1).outcome).messages).toEqual([]);
    });

    test('should answer with the result', async () => {
      await deploy(sequence(id));
      client.createWorker(`${id}-one`, async () => ({ kind: 'complete', variables: { b: 2 } }));
      client.createWorker(`${id}-two`, async () => ({ kind: 'complete', variables: { c: 3 } }));
      const request = { bpmnProcessId: id, version: -1, variables: '{"a":1}' };
      const all = await raw.call('CreateProcessInstanceWithResult', { request, requestTimeout: 10_000 });
      expect(JSON.parse(String(all.reply?.variables))).toEqual({ a: 1, b: 2, c: 3 });
      expect(all.reply).toMatchObject({ bpmnProcessId: id, version: 1, tenantId: '<default>' });
      const some = await raw.call('CreateProcessInstanceWithResult', {
        request,
        requestTimeout: 10_000,
        fetchVariables: ['b', 'none'],
      });
      expect(some.reply?.variables).toBe('{"b":2}');
    });

    test('should give up on a result that does not come', async () => {
      await deploy(sequence(id));
      const request = { bpmnProcessId: id, version: -1 };
      const outcome = await raw.call('CreateProcessInstanceWithResult', { request, requestTimeout: 200 });
      expect(outcome).toMatchObject({
        status: 'DEADLINE_EXCEEDED',
        details: expect.stringMatching(/^Time out between gateway and broker: .* timed out in PT0\.\d+S$/),
      });
    });

    test('should take a job away when its instance is cancelled', async () => {
      await deploy(sequence(id));
      const { processInstanceKey } = await start();
      const [message] = (await activate('one', 10_000).outcome).messages as { jobs: { key: string }[] }[];
      const key = message?.jobs[0]?.key ?? '';
      await client.setVariables(processInstanceKey, { late: true });
      await client.cancelProcessInstance(processInstanceKey);
      await expect(client.completeJob(key)).rejects.toBeInstanceOf(EngineNotFoundError);
      await expect(client.cancelProcessInstance(processInstanceKey)).rejects.toThrow(
        'no such process was found',
      );
    });

    test('should refuse a file that is no BPMN', async () => {
      const error = await deploy('hello').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(EngineRejectedError);
      expect(error).toMatchObject({
        code: 'INVALID_ARGUMENT',
        reason: expect.stringContaining(`${id}.bpmn`),
      });
    });
  });
}

export interface OpenEngine {
  readonly address: string;
  stop(): Promise<void>;
}
