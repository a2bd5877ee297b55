/** What @camunda8/sdk does with an engine, whichever it is: deploy, start, work, stream, migrate, modify, delete. */
import { randomUUID } from 'node:crypto';
import { Camunda8 } from '@camunda8/sdk';
import {
  bpmn,
  end,
  message,
  messageEvent,
  element,
  path,
  start,
  task,
  type BpmnFile,
} from '../engine/kit/bpmn';
import type { OpenEngine } from '../gateway/client-scenarios';
import { eventually } from '../kit/program';

type SdkClient = ReturnType<Camunda8['getZeebeGrpcApiClient']>;

function connect(address: string): SdkClient {
  const camunda = new Camunda8({
    ZEEBE_GRPC_ADDRESS: `grpc://${address}`,
    CAMUNDA_AUTH_STRATEGY: 'NONE',
    zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
  });
  return camunda.getZeebeGrpcApiClient();
}

/** start → task → end */
function line(id: string, taskId: string, type: string): BpmnFile {
  return bpmn(id, start() + task(taskId, type) + end() + path('start', taskId, 'end'));
}

export function describeSdkScenarios(engineName: string, open: () => Promise<OpenEngine>): void {
  describe(`@camunda8/sdk on ${engineName}`, () => {
    let engine: OpenEngine;
    let client: SdkClient;
    let id: string;

    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine.stop());
    beforeEach(() => {
      id = `p-${randomUUID()}`;
      client = connect(engine.address);
    });
    afterEach(() => client.close());

    const deploy = async (file: BpmnFile): Promise<string> => {
      const answer = await client.deployResource({ process: Buffer.from(file.content), name: file.name });
      return answer.deployments[0]!.process.processDefinitionKey;
    };
    const create = (variables = {}) => client.createProcessInstance({ bpmnProcessId: id, variables });

    /** Resolves with the first job of a type that a worker is given. */
    const worked = (type: string): Promise<{ variables: unknown; elementId: string; key: string }> =>
      new Promise((resolve) => {
        client.createWorker({
          taskType: type,
          taskHandler: (job) => {
            resolve({ variables: { ...job.variables }, elementId: job.elementId, key: job.key });
            return job.complete({ done: true });
          },
        });
      });

    test('should deploy, start, work and await the result', async () => {
      await deploy(line(id, 't', `${id}-work`));
      const result = client.createProcessInstanceWithResult({
        bpmnProcessId: id,
        variables: { a: 1 },
        requestTimeout: 60_000,
      });
      expect(await worked(`${id}-work`)).toMatchObject({ variables: { a: 1 }, elementId: 't' });
      expect((await result).variables).toMatchObject({ a: 1, done: true });
    });

    test('should stream jobs that come', async () => {
      await deploy(line(id, 't', `${id}-stream`));
      const seen: unknown[] = [];
      let all: () => void = () => undefined;
      const three = new Promise<void>((resolve) => (all = resolve));
      const stream = await client.streamJobs({
        type: `${id}-stream`,
        worker: 'w',
        timeout: 30_000,
        tenantIds: [],
        pollInterval: -1,
        taskHandler: (job) => {
          seen.push(job.variables.n);
          if ([1, 2, 3].every((n) => seen.includes(n))) all();
          return job.complete();
        },
      });
      // A broker learns of a stream a moment after the call; what came before waits for a poll.
      await eventually(
        async () => {
          await create({ n: 0 });
          return seen.length;
        },
        (count) => count > 0,
      );
      for (const n of [1, 2, 3]) await create({ n });
      await three;
      stream.close();
      expect(seen.filter((n) => n !== 0).sort()).toEqual([1, 2, 3]);
    });

    test('should extend the time of a job', async () => {
      await deploy(line(id, 't', `${id}-lease`));
      await create();
      const [job] = await client.activateJobs({
        type: `${id}-lease`,
        worker: 'w',
        timeout: 30_000,
        maxJobsToActivate: 1,
        requestTimeout: 10_000,
      });
      await client.updateJobTimeout({ jobKey: job!.key, timeout: 90_000 });
      await client.completeJob({ jobKey: job!.key, variables: {} });
      await expect(client.updateJobTimeout({ jobKey: job!.key, timeout: 1 })).rejects.toThrow('NOT_FOUND');
    });

    test('should migrate an instance to another process', async () => {
      await deploy(line(id, 't', `${id}-before`));
      const target = await deploy(
        bpmn(
          `${id}-target`,
          start() +
            task('first', `${id}-first`) +
            task('then', `${id}-then`) +
            end() +
            path('start', 'first', 'then', 'end'),
        ),
      );
      const { processInstanceKey } = await create();
      await client.migrateProcessInstance({
        processInstanceKey,
        migrationPlan: {
          targetProcessDefinitionKey: target,
          mappingInstructions: [{ sourceElementId: 't', targetElementId: 'first' }],
        },
      });
      expect((await worked(`${id}-before`)).elementId).toBe('first');
      expect((await worked(`${id}-then`)).elementId).toBe('then');
    });

    test('should move a token and cancel', async () => {
      await deploy(
        bpmn(
          id,
          start() + task('a', `${id}-a`) + task('b', `${id}-b`) + end() + path('start', 'a', 'b', 'end'),
        ),
      );
      const { processInstanceKey } = await create({ v: 1 });
      const [a] = await client.activateJobs({
        type: `${id}-a`,
        worker: 'w',
        timeout: 30_000,
        maxJobsToActivate: 1,
        requestTimeout: 10_000,
      });
      await client.modifyProcessInstance({
        processInstanceKey,
        activateInstructions: [
          {
            elementId: 'b',
            ancestorElementInstanceKey: '-1',
            variableInstructions: [{ variables: { moved: true }, scopeId: 'b' }],
          },
        ],
        terminateInstructions: [{ elementInstanceKey: a!.elementInstanceKey }],
      });
      expect((await worked(`${id}-b`)).variables).toEqual({ v: 1, moved: true });
      const other = await create();
      await client.cancelProcessInstance(other.processInstanceKey);
      await expect(client.cancelProcessInstance(other.processInstanceKey)).rejects.toThrow('NOT_FOUND');
    });

    test('should start at an element, publish, broadcast and delete', async () => {
      const processDefinitionKey = await deploy(
        bpmn(
          id,
          start() +
            task('skipped', `${id}-skipped`) +
            element('intermediateCatchEvent', 'wait', '', messageEvent('m')) +
            task('after', `${id}-after`) +
            end() +
            path('start', 'skipped', 'wait', 'after', 'end'),
          message('m', `${id}-message`, '=k'),
        ),
      );
      await client.createProcessInstance({
        bpmnProcessId: id,
        variables: { k: 'one' },
        startInstructions: [{ elementId: 'wait' }],
      });
      await expect(client.deleteResource({ resourceKey: processDefinitionKey })).rejects.toThrow(
        'still running instances',
      );
      await client.publishMessage({
        name: `${id}-message`,
        correlationKey: 'one',
        timeToLive: 60_000,
        variables: { got: 'it' },
      });
      expect((await worked(`${id}-after`)).variables).toEqual({ k: 'one', got: 'it' });
      expect(await client.broadcastSignal({ signalName: id, variables: {} })).toMatchObject({
        key: expect.stringMatching(/^\d+$/),
        tenantId: '<default>',
      });
      await client.deleteResource({ resourceKey: processDefinitionKey });
      await expect(create()).rejects.toThrow('NOT_FOUND');
    });
  });
}
