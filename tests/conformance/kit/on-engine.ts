/** A script on the embedded engine. */
import { rejected } from '../../../src/gateway/errors';
import type { CommandResponse } from '../../../src/engine/api';
import type { ValueType } from '../../../src/protocol/records';
import { TestEngine } from '../../engine/kit/test-engine';
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
  activate: (run, { type, timeout }) => {
    activate(run, type, timeout);
    return { kind: 'done' };
  },
  complete: (run, { type, variables = {} }) => job(run, 'COMPLETE', activate(run, type), { variables }),
  completeLast: (run, { variables = {} }) => job(run, 'COMPLETE', run.job, { variables }),
  fail: (run, { type, retries, backOff: retryBackoff = 0, message: errorMessage = '', variables = {} }) =>
    job(run, 'FAIL', activate(run, type), { retries, retryBackoff, errorMessage, variables }),
  throw: (run, { type, code: errorCode, message: errorMessage = '', variables = {} }) =>
    job(run, 'THROW_ERROR', activate(run, type), { errorCode, errorMessage, variables }),
  retries: (run, { retries }) => job(run, 'UPDATE_RETRIES', run.job, { retries }),
  resolve: ({ engine }) => engine.send('INCIDENT', 'RESOLVE', newestIncident(engine.records)),
  publish: ({ engine }, { name, key, ttl = 0, id = '', variables = {} }) =>
    engine.publish(name, key, { ttl, id, variables: variables as Record<string, unknown> }),
  broadcast: ({ engine }, { name, variables = {} }) =>
    engine.send('SIGNAL', 'BROADCAST', -1, { signalName: name, variables }),
  evaluate: ({ engine }, { id = '', byKey = false, key = -1, variables = {} }) =>
    engine.send('DECISION_EVALUATION', 'EVALUATE', -1, {
      ...(byKey ? { decisionKey: newestDecision(engine.records, id) } : { decisionId: id, decisionKey: key }),
      variables,
    }),
  advance: ({ engine }, { milliseconds }) => {
    engine.advance(milliseconds);
    return { kind: 'done' };
  },
  cancel: ({ engine }, { root }) =>
    engine.send('PROCESS_INSTANCE', 'CANCEL', openInstance(engine.records, root)),
  timeout: (run, { milliseconds }) => job(run, 'UPDATE_TIMEOUT', run.job, { timeout: milliseconds }),
  modify: ({ engine }, { activate = [], terminate = [], root, reference }) => {
    const processInstanceKey = openInstance(engine.records, root) || UNKNOWN_KEY;
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
    const processInstanceKey = openInstance(engine.records, root) || UNKNOWN_KEY;
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

function activate(run: Run, type: string, timeout = LEASE): number {
  const [found] = run.engine.activate(type, { max: 1, timeout });
  if (found === undefined) throw new Error(`Expected a job of type ${type}`);
  return (run.job = found.key);
}

function job({ engine }: Run, intent: string, key: number, value: object): CommandResponse {
  return engine.send('JOB', intent, key, value);
}

/** Throws when a step is refused that should not be, or the other way round. */
export async function runOnEngine(script: Script, engine = new TestEngine()): Promise<Recording> {
  const run: Run = { engine, job: 0, awaited: 0 };
  const answers: Answer[] = [];
  for (const [step, action] of script.steps.entries()) {
    const outcome = await (actions[action.do] as (run: Run, action: Action) => Outcome)(run, action);
    const refused = outcome.kind === 'rejection' ? rejected(outcome).message : undefined;
    if ((refused !== undefined) !== (action.refused ?? false)) {
      const what = JSON.stringify(action).slice(0, 300);
      throw new Error(
        `Expected step ${step} to be ${action.refused ? 'refused' : 'accepted'}, but ${refused ?? 'it was accepted'}: ${what}`,
      );
    }
    if (refused !== undefined) answers.push({ step, refused });
    if (outcome.kind === 'done' && 'result' in outcome) answers.push({ step, result: outcome.result });
  }
  return { records: engine.records, answers };
}
