/** A script on the embedded engine. */
import { parseDocument, printDocument, printHeaders } from '../../../src/gateway/document';
import { printJson } from '../../../src/json';
import { rejected } from '../../../src/gateway/errors';
import type { CommandResponse } from '../../../src/engine/api';
import type { ValueType } from '../../../src/protocol/records';
import { TestEngine, type ActivatedJob } from '../../engine/kit/test-engine';
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
  readonly engine: TestEngine;
  job: number;
  /** Request id of the last `createWithResult`. */
  awaited: number;
}

type Outcome = CommandResponse | { readonly kind: 'done'; readonly result?: unknown };
type Actions = {
  readonly [K in Action['do']]: (run: Run, action: Extract<Action, { do: K }>) => Outcome | Promise<Outcome>;
};

const LEASE = 600_000;

const actions: Actions = {
  deploy: ({ engine }, { files }) => engine.tryDeploy(...files),
  create: ({ engine }, { id, variables = {}, version = -1, at = [], reference }) =>
    engine.send(
      'PROCESS_INSTANCE_CREATION',
      'CREATE',
      -1,
      {
        bpmnProcessId: id,
        version,
        variables,
        startInstructions: at.map((elementId) => ({ elementId })),
      },
      reference,
    ),
  createWithResult: (run, { id, variables = {}, fetch = [] }) => {
    run.awaited = run.engine.createWithResult(id, variables as Record<string, unknown>, fetch);
    const answer = run.engine.answerTo(run.awaited);
    return answer?.kind === 'rejection' ? answer : { kind: 'done' };
  },
  result: ({ engine, awaited }, { none = false }) => {
    const answer = engine.answerTo(awaited);
    if ((answer === undefined) !== none) throw new Error(`Expected ${none ? 'no' : 'an'} answer`);
    if (answer?.kind !== 'event') return answer ?? { kind: 'done', result: 'none' };
    return { kind: 'done', result: answer.value['variables'] };
  },
  activate: (run, { type, timeout, show = false, fetch = [] }) => {
    const { variables, customHeaders } = activate(run, type, timeout, fetch);
    if (!show) return { kind: 'done' };
    return { kind: 'done', result: [printDocument(variables), printHeaders(customHeaders)] };
  },
  complete: (run, { type, variables = {} }) => job(run, 'COMPLETE', activate(run, type).key, { variables }),
  completeKnown: (run, { type, variables = {} }) =>
    job(run, 'COMPLETE', Number(openJobs(run.engine.records, type)[0]?.key ?? 0), { variables }),
  completeLast: (run, { variables = {} }) => job(run, 'COMPLETE', run.job, { variables }),
  failLast: (run, { retries }) => job(run, 'FAIL', run.job, { retries, retryBackoff: 0, errorMessage: '' }),
  throwLast: (run, { code: errorCode }) =>
    job(run, 'THROW_ERROR', run.job, { errorCode, errorMessage: '', variables: {} }),
  fail: (run, { type, retries, backOff: retryBackoff = 0, message: errorMessage = '', variables = {} }) =>
    job(run, 'FAIL', activate(run, type).key, { retries, retryBackoff, errorMessage, variables }),
  throw: (run, { type, code: errorCode, message: errorMessage = '', variables = {} }) =>
    job(run, 'THROW_ERROR', activate(run, type).key, { errorCode, errorMessage, variables }),
  retries: (run, { retries }) => job(run, 'UPDATE_RETRIES', run.job, { retries }),
  resolve: ({ engine }) => engine.send('INCIDENT', 'RESOLVE', keyOf(newestIncident(engine.records))),
  repair: (run) => {
    const incident = openIncidents(run.engine.records).at(-1);
    const jobKey = Number(incident?.value['jobKey']);
    if (jobKey > 0) job(run, 'UPDATE_RETRIES', jobKey, { retries: 1 });
    return run.engine.send('INCIDENT', 'RESOLVE', Number(incident?.key ?? 0));
  },
  publish: ({ engine }, { name, key, ttl = 0, id = '', variables = {} }) =>
    engine.publish(name, key, { ttl, id, variables: variables as Record<string, unknown> }),
  broadcast: ({ engine }, { name, variables = {} }) =>
    engine.send('SIGNAL', 'BROADCAST', -1, { signalName: name, variables }),
  evaluate: ({ engine }, { id = '', byKey = false, key = -1, variables = {} }) =>
    engine.send('DECISION_EVALUATION', 'EVALUATE', -1, {
      ...(byKey ? { decisionKey: newestDecision(engine.records, id) } : { decisionId: id, decisionKey: key }),
      variables,
    }),
  userTask: ({ engine }, { element, change }) => {
    const send = (intent: string, value: object): CommandResponse =>
      engine.send('USER_TASK', intent, userTaskKey(engine.records, element), value);
    if ('complete' in change) return send('COMPLETE', change.complete);
    if ('assign' in change) return send('ASSIGN', change.assign);
    // Zeebe's REST gateway calls it so.
    if ('claim' in change) return send('CLAIM', { action: 'assign', ...change.claim });
    const { changes, action } = change.update;
    const { candidateGroups, candidateUsers, ...others } = changes;
    const value = {
      ...(candidateGroups !== undefined && { candidateGroupsList: candidateGroups }),
      ...(candidateUsers !== undefined && { candidateUsersList: candidateUsers }),
      ...others,
    };
    return send('UPDATE', { ...value, changedAttributes: Object.keys(value), action: action ?? '' });
  },
  advance: ({ engine }, { milliseconds }) => {
    engine.advance(milliseconds);
    return { kind: 'done' };
  },
  cancel: ({ engine }, { root }) =>
    engine.send('PROCESS_INSTANCE', 'CANCEL', openInstance(engine.records, root)),
  timeout: (run, { milliseconds }) => job(run, 'UPDATE_TIMEOUT', run.job, { timeout: milliseconds }),
  modify: ({ engine }, { activate = [], terminate = [], root, reference }) => {
    const processInstanceKey = openInstance(engine.records, root);
    const value = {
      processInstanceKey,
      activateInstructions: activate.map(({ element, in: ancestor, variables = [] }) => ({
        elementId: element,
        ancestorScopeKey: ancestor === undefined ? -1 : newestInstance(engine.records, ancestor),
        variableInstructions: variables.map(({ scope = '', variables }) => ({
          elementId: scope,
          variables,
        })),
      })),
      terminateInstructions: terminate.map((id) => ({
        elementInstanceKey: newestInstance(engine.records, id),
      })),
    };
    return engine.send('PROCESS_INSTANCE_MODIFICATION', 'MODIFY', processInstanceKey, value, reference);
  },
  migrate: ({ engine }, { to, mapping, root }) => {
    const processInstanceKey = openInstance(engine.records, root);
    return engine.send('PROCESS_INSTANCE_MIGRATION', 'MIGRATE', processInstanceKey, {
      processInstanceKey,
      targetProcessDefinitionKey: resourceKey(engine.records, to),
      mappingInstructions: mapping.map(([sourceElementId, targetElementId]) => ({
        sourceElementId,
        targetElementId,
      })),
    });
  },
  delete: ({ engine }, { id, version }) => {
    const key = resourceKey(engine.records, id, version);
    return engine.send('RESOURCE_DELETION', 'DELETE', key, { resourceKey: key });
  },
  set: ({ engine }, { element, local = false, variables }) =>
    engine.send('VARIABLE_DOCUMENT' satisfies ValueType, 'UPDATE', -1, {
      scopeKey: newestInstance(engine.records, element),
      updateSemantics: local ? 'LOCAL' : 'PROPAGATE',
      variables,
    }),
};

function activate(run: Run, type: string, timeout = LEASE, fetch: readonly string[] = []): ActivatedJob {
  const [found] = run.engine.activate(type, { max: 1, timeout, variables: [...fetch] });
  if (found === undefined) throw new Error(`Expected a job of type ${type}`);
  run.job = found.key;
  return found;
}

function job({ engine }: Run, intent: string, key: number, value: object): CommandResponse {
  return engine.send('JOB', intent, key, value);
}

/** With the variables as the gateway reads them. */
function asSent(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => asSent(item));
  if (typeof value !== 'object' || value === null) return value;
  if (name === 'variables') return parseDocument(printJson(value));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asSent(entry, key)]));
}

/** Gives the steps of one script to an engine, and keeps the answers. */
export class EngineRun {
  private readonly answers: Answer[] = [];
  private readonly run: Run;

  constructor(engine: TestEngine) {
    this.run = { engine, job: 0, awaited: 0 };
  }

  recording(): Recording {
    return { records: this.run.engine.records, answers: this.answers };
  }

  /** Throws when the step is refused and should not be, or the other way round. */
  async step(action: Step, step: number): Promise<void> {
    const outcome = await (actions[action.do] as (run: Run, action: Action) => Outcome | Promise<Outcome>)(
      this.run,
      asSent(action) as Action,
    );
    const refused = outcome.kind === 'rejection' ? rejected(outcome).message : undefined;
    expectAnswer(action, refused);
    if (refused !== undefined) this.answers.push({ step, refused });
    if (outcome.kind === 'done' && 'result' in outcome) this.answers.push({ step, result: outcome.result });
  }
}

export async function runOnEngine(script: Script, engine = new TestEngine()): Promise<Recording> {
  const run = new EngineRun(engine);
  for (const [index, step] of script.steps.entries()) {
    await located(script, index, () => run.step(step, index));
  }
  return run.recording();
}
