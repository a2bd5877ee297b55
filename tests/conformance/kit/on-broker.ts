/** A script on a real broker. */
import type { EngineRecord } from '../../../src/protocol/records';
import type { Outcome } from '../../gateway/raw-client';
import type { Broker } from './broker';
import type { Answer, Recording } from './recording';
import {
  newestDecision,
  newestIncident,
  newestInstance,
  openInstance,
  resourceKey,
  UNKNOWN_KEY,
} from './references';
import type { Action, Script } from './steps';

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
    return { result: JSON.parse(String(answer.reply?.['variables'])) as unknown };
  },
  activate: async (run, { type, timeout }) => void (await activate(run, type, timeout)),
  complete: async (run, { type, variables = {} }) => complete(run, await activate(run, type), variables),
  completeLast: (run, { variables = {} }) => complete(run, run.job, variables),
  fail: async (
    run,
    { type, retries, backOff: retryBackOff = 0, message: errorMessage = '', variables = {} },
  ) =>
    run.broker.call('FailJob', {
      jobKey: await activate(run, type),
      retries,
      errorMessage,
      retryBackOff,
      variables: json(variables),
    }),
  throw: async (run, { type, code: errorCode, message: errorMessage = '', variables = {} }) =>
    run.broker.call('ThrowError', {
      jobKey: await activate(run, type),
      errorCode,
      errorMessage,
      variables: json(variables),
    }),
  retries: ({ broker, job: jobKey }, { retries }) => broker.call('UpdateJobRetries', { jobKey, retries }),
  resolve: ({ broker, records }) =>
    broker.call('ResolveIncident', { incidentKey: String(newestIncident(records())) }),
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
  advance: async ({ broker }, { milliseconds }) => void (await broker.advance(milliseconds)),
  cancel: ({ broker, records }, { root }) =>
    broker.call('CancelProcessInstance', { processInstanceKey: String(openInstance(records(), root)) }),
  timeout: ({ broker, job: jobKey }, { milliseconds }) =>
    broker.call('UpdateJobTimeout', { jobKey, timeout: milliseconds }),
  modify: ({ broker, records }, { activate = [], terminate = [], root, reference }) =>
    broker.call('ModifyProcessInstance', {
      processInstanceKey: String(openInstance(records(), root) || UNKNOWN_KEY),
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
      processInstanceKey: String(openInstance(records(), root) || UNKNOWN_KEY),
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
  return JSON.stringify(value);
}

function after(millis: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), millis));
}

async function activate(run: Run, type: string, timeout = LEASE): Promise<string> {
  const key = await run.broker.activate(type, timeout);
  if (key === undefined) throw new Error(`Expected a job of type ${type}`);
  return (run.job = key);
}

function complete({ broker }: Run, jobKey: string, variables: object): Promise<Outcome> {
  return broker.call('CompleteJob', { jobKey, variables: json(variables) });
}

function refusalOf(done: Done): string | undefined {
  return done !== undefined && 'status' in done && done.status !== 'OK' ? done.details : undefined;
}

/** Throws when a step is refused that should not be, or the other way round. */
export async function runOnBroker(broker: Broker, script: Script): Promise<Recording> {
  await broker.settle();
  const from = broker.records.length;
  const never = new Promise<Outcome>(() => undefined);
  const run: Run = { broker, records: () => broker.records.slice(from), job: '', awaited: never };
  const answers: Answer[] = [];
  for (const [step, action] of script.steps.entries()) {
    const where = `'${script.name}', step ${step} ${JSON.stringify(action).slice(0, 300)}`;
    try {
      const done = await (actions[action.do] as (run: Run, action: Action) => Promise<Done>)(run, action);
      const refused = refusalOf(done);
      if ((refused !== undefined) !== (action.refused ?? false)) {
        throw new Error(
          `Expected it ${action.refused ? 'refused' : 'accepted'}, but ${refused ?? 'it was accepted'}`,
        );
      }
      if (refused !== undefined) answers.push({ step, refused });
      if (done !== undefined && 'result' in done) answers.push({ step, result: done.result });
      await broker.settle();
    } catch (error) {
      throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  return { records: run.records(), answers };
}
