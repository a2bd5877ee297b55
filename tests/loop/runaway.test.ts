/** What a model makes run away is bounded: calls of itself, timers without any time between. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineHandle } from '../../src/engine/api';
import { createClock } from '../../src/kit/clock';
import type { Logger } from '../../src/kit/logger';
import { startEmbeddedEngine } from '../../src/loop/embedded-engine';
import type { EngineRecord } from '../../src/protocol/records';
import { bpmn, element, end, path, start, timerEvent } from '../engine/kit/bpmn';
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
      limits: { maxProcessDepth: 20 },
    });
    engine.onRecords((more) => records.push(...more));
  });
  afterEach(() => engine.stop());

  async function deploy({ name, content }: { name: string; content: string }): Promise<void> {
    const resource = Buffer.from(content).toString('base64');
    const value = { resources: [{ resourceName: name, resource }] };
    const response = await engine.submit({ valueType: 'DEPLOYMENT', intent: 'CREATE', key: -1, value });
    expect(response).toMatchObject({ kind: 'event', intent: 'CREATED' });
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

  test('a timer without any time between starts no more than ten cases a second', async () => {
    const timer = element('startEvent', 'start', '', timerEvent('timeCycle', 'R/PT0S'));
    const begunAt = performance.now();
    await deploy(bpmn('often', `${timer}${end()}${path('start', 'end')}`));
    await delay(1000);
    await engine.stop();
    const tenths = (performance.now() - begunAt) / 100;
    expect(begun()).toBeGreaterThan(1);
    expect(begun()).toBeLessThanOrEqual(tenths + 2);
  });
});
