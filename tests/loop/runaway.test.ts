/** What a model makes run away is bounded: calls of itself, timers without any time between. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineHandle } from '../../src/engine/api';
import { createClock } from '../../src/kit/clock';
import type { Logger } from '../../src/kit/logger';
import { startEmbeddedEngine } from '../../src/loop/embedded-engine';
import type { EngineRecord } from '../../src/protocol/records';
import { bpmn, element, end, path, signal, signalEvent, start, timerEvent } from '../engine/kit/bpmn';
import { MemoryDatabase, MemoryEngineStore } from './memory-store';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const called = '<zeebe:calledElement processId="=&quot;self&quot;" propagateAllChildVariables="false" />';
const self = (loop: string) =>
  bpmn(
    'self',
    `${start()}${element('callActivity', 'call', called, loop)}${end()}${path('start', 'call', 'end')}`,
  );
const tenTimes =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2,3,4,5,6,7,8,9,10]" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';

describe('the embedded engine', () => {
  let engine: EngineHandle;
  const records: EngineRecord[] = [];
  const of = (valueType: string, intent: string) =>
    records.filter((record) => record.valueType === valueType && record.intent === intent);

  beforeEach(async () => {
    records.length = 0;
    engine = await startEmbeddedEngine({
      store: new MemoryEngineStore(new MemoryDatabase()),
      clock: createClock(),
      logger: silent,
      limits: { maxProcessDepth: 20, maxSteps: 2000, maxLoopItems: 50 },
    });
    engine.onRecords((more) => records.push(...more));
  });
  afterEach(() => engine.stop());

  async function deploy({ name, content }: { name: string; content: string }): Promise<void> {
    const resource = Buffer.from(content).toString('base64');
    const value = { resources: [{ resourceName: name, resource }] };
    const response = await engine.submit({ valueType: 'DEPLOYMENT', intent: 'CREATE', key: -1, value });
    if (response.kind === 'rejection') throw new Error(response.reason);
  }

  async function create(bpmnProcessId: string): Promise<number> {
    const value = { bpmnProcessId, version: -1, variables: {} };
    const answer = await engine.submit({
      valueType: 'PROCESS_INSTANCE_CREATION',
      intent: 'CREATE',
      key: -1,
      value,
    });
    if (answer.kind === 'rejection') throw new Error(answer.reason);
    return Number(answer.value['processInstanceKey']);
  }

  const cancel = (key: number) =>
    engine.submit({ valueType: 'PROCESS_INSTANCE', intent: 'CANCEL', key, value: {} });

  /** Until there is nothing new for a while. */
  async function quiet(): Promise<void> {
    for (let before = -1; before !== records.length; await delay(100)) before = records.length;
  }

  const begun = () => of('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING').filter(isProcess).length;
  const terminated = () => of('PROCESS_INSTANCE', 'ELEMENT_TERMINATED').filter(isProcess).length;
  const isProcess = ({ value }: EngineRecord): boolean => value['bpmnElementType'] === 'PROCESS';

  test('a process that calls itself stops at an incident, and is cancelled as a whole', async () => {
    await deploy(self(''));
    const key = await create('self');
    await quiet();
    expect(begun()).toBe(20);
    const [incident, ...others] = of('INCIDENT', 'CREATED');
    expect(others).toEqual([]);
    expect(incident?.value).toMatchObject({
      errorType: 'CALLED_ELEMENT_ERROR',
      errorMessage:
        'The call activity has reached the maximum depth of 20. This is likely due to a recursive call. ' +
        'Cancel the root process instance if this was unintentional. Otherwise, consider increasing the maximum ' +
        'depth, or use process instance modification to adjust the process instance.',
    });
    await cancel(key);
    await quiet();
    expect(terminated()).toBe(20);
  });

  test('a tree that calls itself ten times at each step ends when it is cancelled', async () => {
    await deploy(self(tenTimes));
    const key = await create('self');
    expect(await cancel(key)).toMatchObject({ kind: 'event', intent: 'ELEMENT_TERMINATING' });
    await quiet();
    expect(begun()).toBe(terminated());
    expect(begun()).toBeLessThan(20_000);
    const last = begun();
    await delay(300);
    expect(begun()).toBe(last);
  });

  const ELEMENTS_PER_STEP = 2;
  const stopped = () =>
    of('INCIDENT', 'CREATED').filter(({ value }) => /within 2000 steps/.test(String(value['errorMessage'])));

  test('a loop without a wait stops at an incident, goes on as far again when it is resolved, and is cancelled', async () => {
    const body = `${start()}${element('exclusiveGateway', 'a')}${element('parallelGateway', 'b')}${path('start', 'a', 'b', 'a')}`;
    await deploy(bpmn('round', body));
    const key = await create('round');
    await quiet();
    expect(stopped()).toHaveLength(1);
    const before = records.length;
    expect(before).toBeLessThan(2000 * 10);
    await engine.submit({
      valueType: 'INCIDENT',
      intent: 'RESOLVE',
      key: Number(stopped()[0]?.key),
      value: {},
    });
    await quiet();
    expect(stopped()).toHaveLength(2);
    expect(records.length).toBeGreaterThan(before * 1.9);
    await cancel(key);
    await quiet();
    expect(terminated()).toBe(1);
  });

  test('tokens that double at every turn stop, and the case is cancelled', async () => {
    const body =
      start() +
      element('exclusiveGateway', 'again') +
      element('parallelGateway', 'fork') +
      path('start', 'again', 'fork', 'again') +
      path('fork', 'again');
    await deploy(bpmn('double', body));
    const key = await create('double');
    await quiet();
    expect(stopped().length).toBeGreaterThan(1);
    expect(of('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING').length).toBeLessThan(2000 * ELEMENTS_PER_STEP);
    await cancel(key);
    await quiet();
    expect(terminated()).toBe(1);
    expect(of('INCIDENT', 'RESOLVED')).toHaveLength(stopped().length);
  });

  test('a signal that starts the process which throws it stops', async () => {
    const body =
      element('startEvent', 'start', '', signalEvent('s')) +
      element('endEvent', 'end', '', signalEvent('s')) +
      path('start', 'end');
    await deploy(bpmn('echo', body, signal('s', 'echo')));
    await engine.submit({
      valueType: 'SIGNAL',
      intent: 'BROADCAST',
      key: -1,
      value: { signalName: 'echo', variables: {} },
    });
    await quiet();
    expect(stopped()).toHaveLength(1);
    expect(begun()).toBeLessThan(2000);
  });

  test('a multi-instance of too many items is an incident before the first of them', async () => {
    const loop = tenTimes.replace('[1,2,3,4,5,6,7,8,9,10]', 'for i in 1..51 return i');
    const body = `${start()}${element('manualTask', 'each', '', loop)}${end()}${path('start', 'each', 'end')}`;
    await deploy(bpmn('many', body));
    await create('many');
    await quiet();
    expect(of('INCIDENT', 'CREATED').map(({ value }) => value['errorMessage'])).toEqual([
      'Expected the input collection to have no more than 50 items, but it has 51. ' +
        'Change the collection and resolve the incident, or consider increasing MAX_LOOP_ITEMS.',
    ]);
    expect(
      of('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED').some(({ value }) => value['elementId'] === 'each'),
    ).toBe(false);
  });

  test('a case that loops through a timer without length goes round ten times a second at most', async () => {
    const body =
      start() +
      element('exclusiveGateway', 'a') +
      element('intermediateCatchEvent', 'wait', '', timerEvent('timeDuration', 'PT0.001S')) +
      path('start', 'a', 'wait', 'a');
    await deploy(bpmn('tick', body));
    const begunAt = performance.now();
    await create('tick');
    await delay(1000);
    await engine.stop();
    const tenths = (performance.now() - begunAt) / 100;
    expect(of('TIMER', 'TRIGGERED').length).toBeGreaterThan(1);
    expect(of('TIMER', 'TRIGGERED').length).toBeLessThanOrEqual(tenths + 2);
  });

  test.each(['R/PT0S', 'R/PT0.001S', 'R/-PT1H', 'R/P-1D', '=cycle(duration("PT0S"))'])(
    'a timer without any time between starts no more than two cases a second: %s',
    async (cycle) => {
      const timer = element('startEvent', 'start', '', timerEvent('timeCycle', cycle));
      const begunAt = performance.now();
      await deploy(bpmn('often', `${timer}${end()}${path('start', 'end')}`));
      await delay(650);
      await engine.stop();
      const halves = (performance.now() - begunAt) / 500;
      expect(begun()).toBeGreaterThan(1);
      expect(begun()).toBeLessThanOrEqual(halves + 2);
    },
  );
});
