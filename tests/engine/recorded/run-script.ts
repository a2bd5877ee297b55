/** A script on the embedded engine. */
import type { TestEngine } from '../kit/test-engine';
import type { Script, Step } from './steps';

export async function runScript(engine: TestEngine, script: Script): Promise<void> {
  const memory = { job: 0 };
  for (const step of script.steps) await runStep(engine, step, memory);
}

async function runStep(engine: TestEngine, step: Step, memory: { job: number }): Promise<void> {
  const activate = (type: string, timeout = 600_000): number => {
    const [job] = engine.activate(type, { max: 1, timeout });
    if (job === undefined) throw new Error(`Expected a job of type ${type}`);
    return (memory.job = job.key);
  };
  switch (step.do) {
    case 'deploy':
      await engine.deploy(...step.files);
      return;
    case 'create':
      engine.create(step.id, step.variables as Record<string, unknown>);
      return;
    case 'activate':
      activate(step.type, step.timeout);
      return;
    case 'complete':
      engine.accept('JOB', 'COMPLETE', activate(step.type), { variables: step.variables ?? {} });
      return;
    case 'fail': {
      const { retries, backOff: retryBackoff = 0, message: errorMessage = '', variables = {} } = step;
      engine.accept('JOB', 'FAIL', activate(step.type), { retries, retryBackoff, errorMessage, variables });
      return;
    }
    case 'throw': {
      const { code: errorCode, message: errorMessage = '', variables = {} } = step;
      engine.accept('JOB', 'THROW_ERROR', activate(step.type), { errorCode, errorMessage, variables });
      return;
    }
    case 'retries':
      engine.accept('JOB', 'UPDATE_RETRIES', memory.job, { retries: step.retries });
      return;
    case 'resolve':
      engine.accept('INCIDENT', 'RESOLVE', engine.incidents().at(-1)?.key ?? 0);
      return;
    case 'publish': {
      const { name, key, ttl = 0, id = '', variables = {} } = step;
      engine.publish(name, key, { ttl, id, variables: variables as Record<string, unknown> });
      return;
    }
    case 'broadcast':
      engine.accept('SIGNAL', 'BROADCAST', -1, { signalName: step.name, variables: step.variables ?? {} });
      return;
    case 'advance':
      engine.advance(step.milliseconds);
      return;
    case 'cancel':
      engine.accept('PROCESS_INSTANCE', 'CANCEL', openInstance(engine, step.root));
      return;
    case 'set':
      engine.accept('VARIABLE_DOCUMENT', 'UPDATE', -1, {
        scopeKey: newest(engine, step.element),
        updateSemantics: step.local === true ? 'LOCAL' : 'PROPAGATE',
        variables: step.variables,
      });
  }
}

function newest(engine: TestEngine, elementId: string): number {
  const found = engine
    .of('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING')
    .filter(({ value }) => value['elementId'] === elementId);
  return found.at(-1)?.key as number;
}

function isCalled(value: Readonly<Record<string, unknown>>): boolean {
  return Number(value['parentProcessInstanceKey']) > 0;
}

function openInstance(engine: TestEngine, root = false): number {
  const ended = new Set(
    engine.of('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', 'ELEMENT_TERMINATED').map(({ key }) => key),
  );
  const open = engine
    .of('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
    .filter(
      ({ value, key }) =>
        value['bpmnElementType'] === 'PROCESS' && !ended.has(key) && !(root && isCalled(value)),
    );
  return open.at(-1)?.key as number;
}
