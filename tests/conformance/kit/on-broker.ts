/** A script on a real broker. */
import { parseJson, printJson } from '../../../src/json';
import type { EngineRecord } from '../../../src/protocol/records';
import type { Outcome } from '../../gateway/raw-client';
import type { Broker, LeasedJob } from './broker';
import type { Answer, Recording } from './recording';
import {
  keyOf,
  newestDecision,
  newestIncident,
  newestInstance,
  openIncidents,
  openInstance,
  openJobs,
  resourceKey,
  userTaskKey,
} from './references';
import { expectAnswer, located, type Action, type Script, type Step } from './steps';

interface Run {
  readonly broker: Broker;
  /** Of this script. */
  readonly records: () => readonly EngineRecord[];
  job: string;
  awaited: Promise<Outcome>;
}

type Done = Outcome | { readonly result?: unknown } | undefined;
type Actions = {
  readonly [K in Action['do']]: (run: Run, action: Extract<Action, { do: K }>) => Promise<Done>;
};

const LEASE = 600_000;
/** For an answer that must not come. */
const NO_ANSWER_MILLIS = 500;

const actions: Actions = {
  deploy: ({ broker }, { files }) =>
    broker.call('DeployResource', {
      resources: files.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
    }),
  create: ({ broker }, { id, variables = {}, version = -1, at = [], reference }) =>
    broker.call('CreateProcessInstance', {
      bpmnProcessId: id,
      version,
      variables: json(variables),
      startInstructions: at.map((elementId) => ({ elementId })),
      ...(reference !== undefined && { operationReference: reference }),
    }),
  createWithResult: async (run, { id, variables = {}, fetch = [] }) => {
    const from = run.broker.records.length;
    run.awaited = run.broker.call('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: id, version: -1, variables: json(variables) },
      requestTimeout: 60_000,
      fetchVariables: fetch,
    });
    const created = run.broker.seen(({ valueType }) => valueType === 'PROCESS_INSTANCE_CREATION', from);
    const first = await Promise.race([created, run.awaited]);
    return first !== undefined && first.status !== 'OK' ? first : undefined;
  },
  result: async ({ awaited }, { none = false }) => {
    const answer = await (none ? Promise.race([awaited, after(NO_ANSWER_MILLIS)]) : awaited);
    if ((answer === undefined) !== none) throw new Error(`Expected ${none ? 'no' : 'an'} answer`);
    if (answer === undefined) return { result: 'none' };
    if (answer.status !== 'OK') return answer;
    return { result: parseJson(String(answer.reply?.['variables'])) };
  },
  activate: async (run, { type, timeout, show = false, fetch }) => {
    const { variables, customHeaders } = await activate(run, type, timeout, fetch);
    return show ? { result: [variables, customHeaders] } : undefined;
  },
  complete: async (run, { type, variables = {} }) =>
    complete(run, (await activate(run, type)).key, variables),
  completeKnown: (run, { type, variables = {} }) =>
    complete(run, String(openJobs(run.records(), type)[0]?.key), variables),
  completeLast: (run, { variables = {} }) => complete(run, run.job, variables),
  failLast: ({ broker, job: jobKey }, { retries }) => broker.call('FailJob', { jobKey, retries }),
  throwLast: ({ broker, job: jobKey }, { code: errorCode }) =>
    broker.call('ThrowError', { jobKey, errorCode }),
  fail: async (
    run,
    { type, retries, backOff: retryBackOff = 0, message: errorMessage = '', variables = {} },
  ) =>
    run.broker.call('FailJob', {
      jobKey: (await activate(run, type)).key,
      retries,
      errorMessage,
      retryBackOff,
      variables: json(variables),
    }),
  throw: async (run, { type, code: errorCode, message: errorMessage = '', variables = {} }) =>
    run.broker.call('ThrowError', {
      jobKey: (await activate(run, type)).key,
      errorCode,
      errorMessage,
      variables: json(variables),
    }),
  retries: ({ broker, job: jobKey }, { retries }) => broker.call('UpdateJobRetries', { jobKey, retries }),
  resolve: ({ broker, records }) =>
    broker.call('ResolveIncident', { incidentKey: keyOf(newestIncident(records())) }),
  repair: async ({ broker, records }) => {
    const incident = openIncidents(records()).at(-1);
    const jobKey = String(incident?.value['jobKey']);
    if (Number(jobKey) > 0) await broker.call('UpdateJobRetries', { jobKey, retries: 1 });
    return broker.call('ResolveIncident', { incidentKey: String(incident?.key) });
  },
  publish: ({ broker }, { name, key: correlationKey, ttl = 0, id: messageId = '', variables = {} }) =>
    broker.call('PublishMessage', {
      name,
      correlationKey,
      timeToLive: ttl,
      messageId,
      variables: json(variables),
    }),
  broadcast: ({ broker }, { name: signalName, variables = {} }) =>
    broker.call('BroadcastSignal', { signalName, variables: json(variables) }),
  evaluate: ({ broker, records }, { id = '', byKey = false, key = -1, variables = {} }) =>
    broker.call('EvaluateDecision', {
      ...(byKey
        ? { decisionKey: String(newestDecision(records(), id)) }
        : { decisionId: id, decisionKey: key }),
      variables: json(variables),
    }),
  userTask: ({ broker, records }, { element, change }) => {
    const path = `/v2/user-tasks/${userTaskKey(records(), element)}`;
    if ('complete' in change) return broker.rest('POST', `${path}/completion`, change.complete);
    if ('update' in change) {
      const { changes, action } = change.update;
      return broker.rest('PATCH', path, { changeset: changes, ...(action !== undefined && { action }) });
    }
    return 'assign' in change
      ? broker.rest('POST', `${path}/assignment`, { ...change.assign, allowOverride: true })
      : broker.rest('POST', `${path}/assignment`, { ...change.claim, allowOverride: false });
  },
  advance: async ({ broker }, { milliseconds }) => void (await broker.advance(milliseconds)),
  cancel: ({ broker, records }, { root }) =>
    broker.call('CancelProcessInstance', { processInstanceKey: String(openInstance(records(), root)) }),
  timeout: ({ broker, job: jobKey }, { milliseconds }) =>
    broker.call('UpdateJobTimeout', { jobKey, timeout: milliseconds }),
  modify: ({ broker, records }, { activate = [], terminate = [], root, reference }) =>
    broker.call('ModifyProcessInstance', {
      processInstanceKey: String(openInstance(records(), root)),
      activateInstructions: activate.map(({ element, in: ancestor, variables = [] }) => ({
        elementId: element,
        ancestorElementInstanceKey:
          ancestor === undefined ? '-1' : String(newestInstance(records(), ancestor)),
        variableInstructions: variables.map(({ scope = '', variables }) => ({
          scopeId: scope,
          variables: json(variables),
        })),
      })),
      terminateInstructions: terminate.map((id) => ({
        elementInstanceKey: String(newestInstance(records(), id)),
      })),
      ...(reference !== undefined && { operationReference: reference }),
    }),
  migrate: ({ broker, records }, { to, mapping, root }) =>
    broker.call('MigrateProcessInstance', {
      processInstanceKey: String(openInstance(records(), root)),
      migrationPlan: {
        targetProcessDefinitionKey: String(resourceKey(records(), to)),
        mappingInstructions: mapping.map(([sourceElementId, targetElementId]) => ({
          sourceElementId,
          targetElementId,
        })),
      },
    }),
  delete: ({ broker, records }, { id, version }) =>
    broker.call('DeleteResource', { resourceKey: String(resourceKey(records(), id, version)) }),
  set: ({ broker, records }, { element, local = false, variables }) =>
    broker.call('SetVariables', {
      elementInstanceKey: String(newestInstance(records(), element)),
      local,
      variables: json(variables),
    }),
};

function json(value: unknown): string {
  return printJson(value);
}

function after(millis: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), millis));
}

async function activate(
  run: Run,
  type: string,
  timeout = LEASE,
  fetch: readonly string[] = [],
): Promise<LeasedJob> {
  const job = await run.broker.activate(type, timeout, fetch);
  if (job === undefined) throw new Error(`Expected a job of type ${type}`);
  run.job = job.key;
  return job;
}

function complete({ broker }: Run, jobKey: string, variables: object): Promise<Outcome> {
  return broker.call('CompleteJob', { jobKey, variables: json(variables) });
}

function refusalOf(done: Done): string | undefined {
  return done !== undefined && 'status' in done && done.status !== 'OK' ? done.details : undefined;
}

/** Gives the steps of one script to a broker, and keeps the answers. */
export class BrokerRun {
  private readonly answers: Answer[] = [];
  private readonly run: Run;

  /** @param records of this script, so far */
  constructor(broker: Broker, records: () => readonly EngineRecord[]) {
    this.run = { broker, records, job: '', awaited: new Promise<Outcome>(() => undefined) };
  }

  recording(): Recording {
    return { records: this.run.records(), answers: this.answers };
  }

  /** Throws when the step is refused and should not be, or the other way round. The broker may still be busy. */
  async step(action: Step, step: number): Promise<void> {
    const done = await (actions[action.do] as (run: Run, action: Action) => Promise<Done>)(this.run, action);
    const refused = refusalOf(done);
    expectAnswer(action, refused);
    if (refused !== undefined) this.answers.push({ step, refused });
    if (done !== undefined && 'result' in done) this.answers.push({ step, result: done.result });
  }
}

export async function runOnBroker(broker: Broker, script: Script): Promise<Recording> {
  await broker.settle();
  const from = broker.records.length;
  const run = new BrokerRun(broker, () => broker.records.slice(from));
  for (const [index, step] of script.steps.entries()) {
    await located(script, index, () => run.step(step, index));
    await broker.settle();
  }
  return run.recording();
}
