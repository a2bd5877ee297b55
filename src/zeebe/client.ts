import type { Logger } from '../kit/logger';
import type { ActivatedJob, CreateInstance, JobOutcome, Variables, ZeebeClient, ZeebeWorker } from './api';
import { printJson } from '../json';
import { attempt } from './attempt';
import { connect, type Connection, type GatewayAccess } from './connection';
import { toDeployment, toTopology } from './replies';
import { EngineNotFoundError } from './errors';
import { migrateProcessInstance, updateJobTimeout } from './supplement';
import { createUserTaskCalls, type RestAccess, type UserTaskCalls } from './user-tasks';
import { startWorker, type JobAnswers } from './worker';

export interface ZeebeClientOptions extends GatewayAccess {
  readonly logger: Logger;
  /** Absent: calls of native user tasks are refused. */
  readonly rest?: RestAccess | undefined;
  /** How long a call of a user may take, retries included (10 s). */
  readonly callLimitMillis?: number;
  /** How long a worker tries to answer a job (60 s). */
  readonly answerLimitMillis?: number;
}

const DEFAULT_CALL_LIMIT_MILLIS = 10_000;
const DEFAULT_ANSWER_LIMIT_MILLIS = 60_000;
const KEY_BITS = 51n;
/** As the version of a process. */
const LATEST = -1;

/**
 * A key says on which partition the thing lives; partitions count from 1. A gateway answers UNAVAILABLE for a
 * partition that it does not know, as if waiting could help: for a key that no engine can have made, it cannot.
 */
function checkKey(key: string, what: string): string {
  if (/^\d{1,19}$/.test(key) && BigInt(key) >> KEY_BITS >= 1n) return key;
  throw new EngineNotFoundError(`Expected the key of a ${what}, but got '${key}', which no engine made`);
}

const textOf = (variables: Variables = {}): string => printJson(variables);

/** The calls with one time limit; users and workers each have theirs. */
function createCalls({ client, calls }: Connection, limitMillis: number) {
  const once = <T>(name: string, run: () => Promise<T>): Promise<T> =>
    attempt(name, run, { limitMillis, idempotent: false });
  const again = <T>(name: string, run: () => Promise<T>): Promise<T> =>
    attempt(name, run, { limitMillis, idempotent: true });

  return {
    deploy: async (resources) =>
      toDeployment(
        await again('DeployResource', () =>
          calls.deployResourceSync({
            resources: resources.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
          }),
        ),
      ),
    createProcessInstance: async (request: CreateInstance) => {
      const reply = await once('CreateProcessInstance', () =>
        calls.createProcessInstanceSync({
          bpmnProcessId: request.bpmnProcessId,
          variables: textOf(request.variables),
          version: request.version ?? LATEST,
          startInstructions: (request.startElementIds ?? []).map((elementId) => ({ elementId })),
        }),
      );
      return {
        processInstanceKey: reply.processInstanceKey,
        processDefinitionKey: String(reply.processDefinitionKey),
        bpmnProcessId: reply.bpmnProcessId,
        version: reply.version,
      };
    },
    completeJob: async (jobKey, variables) => {
      checkKey(jobKey, 'job');
      await again('CompleteJob', () => calls.completeJobSync({ jobKey, variables: textOf(variables) }));
    },
    failJob: async (jobKey, { retries, errorMessage, retryBackoffMillis: retryBackOff = 0 }) => {
      checkKey(jobKey, 'job');
      await once('FailJob', () => client.failJob({ jobKey, retries, errorMessage, retryBackOff }));
    },
    throwError: async (jobKey, { errorCode, errorMessage, variables }) => {
      checkKey(jobKey, 'job');
      const request = { jobKey, errorCode, errorMessage, variables: textOf(variables) };
      await again('ThrowError', () => calls.throwErrorSync(request));
    },
    publishMessage: async ({ name, correlationKey, messageId = '', timeToLiveMillis = 0, variables }) => {
      const request = { name, correlationKey, messageId, timeToLive: timeToLiveMillis };
      const call = messageId === '' ? once : again;
      await call('PublishMessage', () =>
        calls.publishMessageSync({ ...request, variables: textOf(variables) }),
      );
    },
    cancelProcessInstance: async (key) => {
      checkKey(key, 'process instance');
      await again('CancelProcessInstance', () => client.cancelProcessInstance(key));
    },
    modifyProcessInstance: async (processInstanceKey, { activate, terminate }) => {
      checkKey(processInstanceKey, 'process instance');
      await once('ModifyProcessInstance', () =>
        calls.modifyProcessInstanceSync({
          processInstanceKey,
          activateInstructions: activate.map(({ elementId, variables }) => ({
            elementId,
            ancestorElementInstanceKey: '-1',
            variableInstructions:
              variables === undefined || Object.keys(variables).length === 0
                ? []
                : [{ variables: textOf(variables), scopeId: '' }],
          })),
          terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
        }),
      );
    },
    migrateProcessInstance: async (key, request) => {
      checkKey(key, 'process instance');
      checkKey(request.targetProcessDefinitionKey, 'process definition');
      await again('MigrateProcessInstance', () => migrateProcessInstance(client, key, request));
    },
    resolveIncident: async (incidentKey) => {
      checkKey(incidentKey, 'incident');
      await again('ResolveIncident', () => client.resolveIncident({ incidentKey }));
    },
    updateJobRetries: async (jobKey, retries) => {
      checkKey(jobKey, 'job');
      await again('UpdateJobRetries', () => client.updateJobRetries({ jobKey, retries }));
    },
    updateJobTimeout: async (jobKey, timeoutMillis) => {
      checkKey(jobKey, 'job');
      await again('UpdateJobTimeout', () => updateJobTimeout(client, jobKey, timeoutMillis));
    },
    setVariables: async (elementInstanceKey, variables, { local = false } = {}) => {
      checkKey(elementInstanceKey, 'element instance');
      await again('SetVariables', () =>
        calls.setVariablesSync({ elementInstanceKey, variables: textOf(variables), local }),
      );
    },
    topology: async () => toTopology(await again('Topology', () => client.topology())),
  } satisfies Omit<ZeebeClient, 'createWorker' | 'close' | keyof UserTaskCalls>;
}

type Calls = ReturnType<typeof createCalls>;

function createAnswers(calls: Calls): JobAnswers {
  return {
    async answer(job: ActivatedJob, outcome: JobOutcome) {
      switch (outcome.kind) {
        case 'complete':
          return calls.completeJob(job.key, outcome.variables);
        case 'fail':
          return calls.failJob(job.key, { ...outcome, retries: outcome.retries ?? job.retries - 1 });
        case 'error':
          return calls.throwError(job.key, outcome);
      }
    },
  };
}

/** Connects on first use; an engine that is not there is reported by each call. */
export function createZeebeClient(options: ZeebeClientOptions): ZeebeClient {
  const { logger } = options;
  const connection = connect(options, logger);
  const calls = createCalls(connection, options.callLimitMillis ?? DEFAULT_CALL_LIMIT_MILLIS);
  const answers = createAnswers(
    createCalls(connection, options.answerLimitMillis ?? DEFAULT_ANSWER_LIMIT_MILLIS),
  );
  const workers: ZeebeWorker[] = [];
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await Promise.all(workers.map((worker) => worker.close()));
    await connection.client.close();
  }

  return {
    ...calls,
    ...createUserTaskCalls(options.rest, options.callLimitMillis ?? DEFAULT_CALL_LIMIT_MILLIS),
    createWorker(type, handler, workerOptions = {}) {
      const worker = startWorker(type, handler, workerOptions, {
        client: connection.client,
        answers,
        logger,
      });
      workers.push(worker);
      return worker;
    },
    close: () => (closing ??= close()),
  };
}
