import type { EngineHandle } from '../../src/engine/api';
import {
  EngineOverloadedError,
  EngineOutcomeUnknownError,
  EngineUnavailableError,
} from '../../src/engine/api';
import { createClock } from '../../src/kit/clock';
import { startEmbeddedEngine } from '../../src/loop/embedded-engine';
import type { Logger } from '../../src/kit/logger';
import { bpmn, element, end, path, start, task, timerEvent } from '../engine/kit/bpmn';
import { MemoryDatabase, MemoryEngineStore } from './memory-store';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const work = bpmn('p', `${start()}${task('t', 'work')}${end()}${path('start', 't', 'end')}`);
const wait = element('intermediateCatchEvent', 'wait', '', timerEvent('timeDuration', 'PT1H'));
const sleep = bpmn('sleep', `${start()}${wait}${end()}${path('start', 'wait', 'end')}`);

describe('the embedded engine', () => {
  const running: EngineHandle[] = [];
  const clock = createClock();

  async function open(store: MemoryEngineStore, logger = silent): Promise<EngineHandle> {
    const engine = await startEmbeddedEngine({ store, clock, logger });
    running.push(engine);
    return engine;
  }

  async function deploy(engine: EngineHandle, { name, content }: typeof work): Promise<void> {
    const resource = Buffer.from(content).toString('base64');
    const value = { resources: [{ resourceName: name, resource }] };
    const response = await engine.submit({ valueType: 'DEPLOYMENT', intent: 'CREATE', key: -1, value });
    expect(response).toMatchObject({ kind: 'event', intent: 'CREATED' });
  }

  const create = (engine: EngineHandle, bpmnProcessId: string): ReturnType<EngineHandle['submit']> =>
    engine.submit({
      valueType: 'PROCESS_INSTANCE_CREATION',
      intent: 'CREATE',
      key: -1,
      value: { bpmnProcessId, version: -1, variables: {} },
    });

  const activate = async (engine: EngineHandle, type = 'work'): Promise<number[]> => {
    const value = { type, worker: 'w', timeout: 1000, maxJobsToActivate: 10 };
    const response = await engine.submit({ valueType: 'JOB_BATCH', intent: 'ACTIVATE', key: -1, value });
    return response.kind === 'event' ? (response.value['jobKeys'] as number[]) : [];
  };

  const complete = (engine: EngineHandle, key: number): ReturnType<EngineHandle['submit']> =>
    engine.submit({ valueType: 'JOB', intent: 'COMPLETE', key, value: { variables: {} } });

  afterEach(async () => {
    clock.reset();
    for (const engine of running.splice(0)) await engine.stop();
  });

  it('answers only after the commit', async () => {
    const store = new MemoryEngineStore();
    const engine = await open(store);
    await deploy(engine, work);
    let release: () => void = () => undefined;
    store.gate = new Promise((resolve) => (release = resolve));
    let answered = false;
    const creation = create(engine, 'p').then(() => (answered = true));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(answered).toBe(false);
    release();
    await creation;
    expect(answered).toBe(true);
  });

  it('commits the commands of one moment together', async () => {
    const store = new MemoryEngineStore();
    const engine = await open(store);
    await deploy(engine, work);
    const before = store.commits;
    await Promise.all(Array.from({ length: 50 }, () => create(engine, 'p')));
    expect(store.commits - before).toBeLessThan(25);
  });

  it('answers nothing that rests on what is not durable, rejections neither', async () => {
    const store = new MemoryEngineStore();
    const engine = await open(store);
    await deploy(engine, work);
    await create(engine, 'p');
    const [job] = await activate(engine);
    let release = (): void => undefined;
    store.gate = new Promise((resolve) => (release = resolve));
    const answered: string[] = [];
    const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const first = complete(engine, job!).then(({ kind }) => answered.push(kind));
    await turn();
    const second = complete(engine, job!).then(({ kind }) => answered.push(kind));
    await turn();
    expect(answered).toEqual([]);
    release();
    await Promise.all([first, second]);
    expect(answered).toEqual(['event', 'rejection']);
  });

  it('activates a job in the batch that makes it, when somebody waits for it', async () => {
    const store = new MemoryEngineStore();
    const engine = await open(store);
    await deploy(engine, work);
    const activated = new Promise((resolve) => {
      engine.onJobsAvailable(() => resolve(activate(engine)));
    });
    const before = store.commits;
    await create(engine, 'p');
    expect(await activated).toHaveLength(1);
    expect(store.commits - before).toBe(1);
  });

  it('forgets who no longer waits for a result, and goes on with the instance', async () => {
    // given
    const engine = await open(new MemoryEngineStore());
    await deploy(engine, work);
    const leave = new AbortController();
    const value = { bpmnProcessId: 'p', version: -1, variables: {}, fetchVariables: [] };
    const intent = 'CREATE_WITH_AWAITING_RESULT';
    const waiting = engine.submit(
      { valueType: 'PROCESS_INSTANCE_CREATION', intent, key: -1, value },
      leave.signal,
    );
    const [job = 0] = await activate(engine);

    // when
    leave.abort(new Error('left'));

    // then
    await expect(waiting).rejects.toThrow('left');
    expect(await complete(engine, job)).toMatchObject({ kind: 'event', intent: 'COMPLETED' });
  });

  it('goes on after a restart where it was', async () => {
    const database = new MemoryDatabase();
    const first = await open(new MemoryEngineStore(database));
    await deploy(first, work);
    await create(first, 'p');
    const [job] = await activate(first);
    await first.stop();

    const second = await open(new MemoryEngineStore(database));
    expect(await complete(second, job!)).toMatchObject({ kind: 'event', intent: 'COMPLETED' });
    expect(database.records.at(-1)).toMatchObject({ intent: 'ELEMENT_COMPLETED', value: { elementId: 'p' } });
    const positions = database.records.map(({ position }) => Number(position));
    expect(positions).toEqual([...new Set(positions)].sort((left, right) => left - right));
  });

  it('tells of jobs, and of records after the commit', async () => {
    const engine = await open(new MemoryEngineStore());
    const types: string[] = [];
    const intents: string[] = [];
    engine.onJobsAvailable((type) => types.push(type));
    const unsubscribe = engine.onRecords((records) => intents.push(...records.map(({ intent }) => intent)));
    await deploy(engine, work);
    await create(engine, 'p');
    expect(types).toEqual(['work']);
    expect(intents.slice(0, 2)).toEqual(['CREATED', 'CREATED']);
    unsubscribe();
    const heard = intents.length;
    await create(engine, 'p');
    expect(intents).toHaveLength(heard);
  });

  it('heals when commits work again: nothing acknowledged is lost, nothing refused is there', async () => {
    const database = new MemoryDatabase();
    const store = new MemoryEngineStore(database);
    const engine = await open(store);
    await deploy(engine, work);
    await create(engine, 'p');
    for (const reason of ['no space left on device', 'terminating connection']) {
      store.failure = new Error(reason);
      await expect(create(engine, 'p')).rejects.toThrow(EngineUnavailableError);
      expect(engine.status().state).toBe('RECOVERING');
      const notified = new Promise<void>((resolve) => {
        const stop = engine.onRecords(() => {
          stop();
          resolve();
        });
      });
      store.failure = undefined;
      await notified;
      expect(engine.status().state).toBe('PROCESSING');
    }
    await create(engine, 'p');
    expect(await activate(engine)).toHaveLength(2);
    const positions = database.records.map(({ position }) => position);
    expect(new Set(positions).size).toBe(positions.length);
  });

  it('fails as a whole when a commit fails, and acknowledges nothing', async () => {
    const store = new MemoryEngineStore();
    const engine = await open(store);
    await deploy(engine, work);
    store.failure = new Error('disk full');
    const answers = await Promise.allSettled([create(engine, 'p'), create(engine, 'p')]);
    // Not « was not done »: the database may have stored it before it went.
    const unknown = { status: 'rejected', reason: expect.any(EngineOutcomeUnknownError) };
    expect(answers).toMatchObject([unknown, unknown]);
    expect(engine.status().state).toBe('RECOVERING');
    await expect(create(engine, 'p')).rejects.toThrow(EngineUnavailableError);
  });

  it('refuses commands when too many wait', async () => {
    const store = new MemoryEngineStore();
    const engine = await open(store);
    await deploy(engine, work);
    const answers = await Promise.allSettled(Array.from({ length: 10_050 }, () => activate(engine, 'none')));
    const refused = answers.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(50);
    expect(refused[0]?.reason).toBeInstanceOf(EngineOverloadedError);
  });

  it('stands by while another engine holds the lock, and takes over', async () => {
    const database = new MemoryDatabase();
    const first = await open(new MemoryEngineStore(database));
    await deploy(first, work);
    const second = await open(new MemoryEngineStore(database));
    expect(second.status().state).toBe('STANDBY');
    await expect(create(second, 'p')).rejects.toThrow('STANDBY');
    await first.stop();
    while (second.status().state === 'STANDBY') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await create(second, 'p')).toMatchObject({ kind: 'event', intent: 'CREATED' });
  });

  it('triggers timers when the clock gets there, also after a restart', async () => {
    const database = new MemoryDatabase();
    const first = await open(new MemoryEngineStore(database));
    await deploy(first, sleep);
    await create(first, 'sleep');
    await first.stop();
    const second = await open(new MemoryEngineStore(database));
    const done = new Promise<void>((resolve) => {
      second.onRecords((records) => {
        if (
          records.some(
            ({ intent, value }) => intent === 'ELEMENT_COMPLETED' && value['elementId'] === 'sleep',
          )
        )
          resolve();
      });
    });
    clock.add(3_600_000);
    await done;
  });

  it('gives a job to another worker when its time is out', async () => {
    const engine = await open(new MemoryEngineStore());
    await deploy(engine, work);
    await create(engine, 'p');
    const [job] = await activate(engine);
    expect(await activate(engine)).toEqual([]);
    const available = new Promise((resolve) => engine.onJobsAvailable(resolve));
    clock.add(2000);
    expect(await available).toBe('work');
    expect(await activate(engine)).toEqual([job]);
  });

  const publish = (engine: EngineHandle): ReturnType<EngineHandle['submit']> => {
    const value = { name: 'm', correlationKey: 'k', timeToLive: 1000, messageId: '', variables: {} };
    return engine.submit({ valueType: 'MESSAGE', intent: 'PUBLISH', key: -1, value });
  };

  const fail = async (engine: EngineHandle): Promise<void> => {
    await create(engine, 'p');
    const [key = -1] = await activate(engine);
    const value = { retries: 1, retryBackoff: 1000, errorMessage: '', variables: {} };
    await engine.submit({ valueType: 'JOB', intent: 'FAIL', key, value });
  };

  it.each([
    ['TRIGGERED', (engine: EngineHandle) => create(engine, 'sleep')],
    ['TIMED_OUT', (engine: EngineHandle) => create(engine, 'p').then(() => activate(engine))],
    ['RECURRED_AFTER_BACKOFF', fail],
    ['EXPIRED', publish],
  ])('goes on keeping time after %s', async (intent, prepare) => {
    const engine = await open(new MemoryEngineStore());
    await deploy(engine, work);
    await deploy(engine, sleep);
    for (const _ of ['first', 'second']) {
      await prepare(engine);
      const happened = new Promise<void>((resolve) => {
        const stop = engine.onRecords((records) => {
          if (!records.some((record) => record.intent === intent)) return;
          stop();
          resolve();
        });
      });
      clock.add(3_600_000);
      await happened;
    }
  });

  it('refuses only the command that breaks, and undoes what it did', async () => {
    const errors: string[] = [];
    const engine = await open(new MemoryEngineStore(), {
      ...silent,
      error: (_details, message) => errors.push(message),
    });
    await deploy(engine, work);
    const [bad, good] = await Promise.all([
      engine.submit({
        valueType: 'PROCESS_INSTANCE_CREATION',
        intent: 'CREATE',
        key: -1,
        value: { bpmnProcessId: 'p', version: -1, variables: { fine: 1, notJson: 1n } },
      }),
      create(engine, 'p'),
    ]);
    expect(good).toMatchObject({ kind: 'event' });
    expect(bad).toMatchObject({ kind: 'rejection', type: 'PROCESSING_ERROR' });
    expect(await activate(engine)).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });
});
