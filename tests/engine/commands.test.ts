import { bpmn, element, end, mappings, path, start, task, timerEvent } from './kit/bpmn';
import { scenario } from './kit/scenario';

const work = bpmn('p', `${start()}${task('t', 'work')}${end()}${path('start', 't', 'end')}`);
const KEY = 2251799813685999;

describe('refused commands', () => {
  const cases: readonly (readonly [string, string, number, object, string, string])[] = [
    [
      'PROCESS_INSTANCE_CREATION',
      'CREATE',
      -1,
      { bpmnProcessId: 'nope', version: -1 },
      'NOT_FOUND',
      "Expected to find process definition with process ID 'nope', but none found",
    ],
    [
      'PROCESS_INSTANCE_CREATION',
      'CREATE',
      -1,
      { bpmnProcessId: 'p', version: 7 },
      'NOT_FOUND',
      "Expected to find process definition with process ID 'p' and version '7', but none found",
    ],
    [
      'PROCESS_INSTANCE_CREATION',
      'CREATE',
      -1,
      { processDefinitionKey: 123 },
      'NOT_FOUND',
      "Expected to find process definition with key '123', but none found",
    ],
    [
      'PROCESS_INSTANCE_CREATION',
      'CREATE',
      -1,
      {},
      'INVALID_ARGUMENT',
      'Expected at least a bpmnProcessId or a key greater than -1, but none given',
    ],
    [
      'PROCESS_INSTANCE',
      'CANCEL',
      KEY,
      {},
      'NOT_FOUND',
      `Expected to cancel a process instance with key '${KEY}', but no such process was found`,
    ],
    [
      'JOB',
      'COMPLETE',
      KEY,
      {},
      'NOT_FOUND',
      `Expected to complete job with key '${KEY}', but no such job was found`,
    ],
    [
      'JOB',
      'FAIL',
      KEY,
      { retries: 1 },
      'NOT_FOUND',
      `Expected to fail job with key '${KEY}', but no such job was found`,
    ],
    [
      'JOB',
      'THROW_ERROR',
      KEY,
      { errorCode: 'x' },
      'NOT_FOUND',
      `Expected to throw an error for job with key '${KEY}', but no such job was found`,
    ],
    [
      'JOB',
      'UPDATE_RETRIES',
      KEY,
      { retries: 1 },
      'NOT_FOUND',
      `Expected to update job with key '${KEY}', but no such job was found`,
    ],
    [
      'INCIDENT',
      'RESOLVE',
      KEY,
      {},
      'NOT_FOUND',
      `Expected to resolve incident with key '${KEY}', but no such incident was found`,
    ],
    [
      'VARIABLE_DOCUMENT',
      'UPDATE',
      -1,
      { scopeKey: KEY, variables: {} },
      'NOT_FOUND',
      `Expected to update variables for element with key '${KEY}', but no such element was found`,
    ],
    [
      'JOB_BATCH',
      'ACTIVATE',
      -1,
      { type: 'x', timeout: 1, maxJobsToActivate: 0 },
      'INVALID_ARGUMENT',
      "Expected to activate job batch with max jobs to activate to be greater than zero, but it was '0'",
    ],
    [
      'JOB_BATCH',
      'ACTIVATE',
      -1,
      { type: '', timeout: 1, maxJobsToActivate: 1 },
      'INVALID_ARGUMENT',
      'Expected to activate job batch with type to be present, but it was blank',
    ],
    [
      'DEPLOYMENT',
      'CREATE',
      -1,
      { resources: [] },
      'INVALID_ARGUMENT',
      'Expected to deploy at least one resource, but none given',
    ],
    [
      'PROCESS_INSTANCE',
      'COMPLETE_ELEMENT',
      KEY,
      {},
      'INVALID_ARGUMENT',
      'Expected a command that the embedded engine supports, but got PROCESS_INSTANCE COMPLETE_ELEMENT',
    ],
  ];

  scenario.each(
    cases,
    ([valueType, intent]) => `${valueType} ${intent}`,
    async (engine, row) => {
      const [valueType, intent, key, value, type, reason] = row;
      await engine.deploy(work);
      const before = engine.records.length;
      expect(engine.send(valueType as never, intent, key, value)).toMatchObject({
        kind: 'rejection',
        type,
        reason,
      });
      expect(engine.records).toHaveLength(before);
    },
  );

  scenario('a message id published twice', (engine) => {
    engine.publish('m', 'k', { id: '1', ttl: 1000 });
    expect(engine.publish('m', 'k', { id: '1', ttl: 1000 })).toMatchObject({
      type: 'ALREADY_EXISTS',
      reason:
        "Expected to publish a new message with id '1', but a message with that id was already published",
    });
    engine.advance(1000);
    expect(engine.publish('m', 'k', { id: '1' }).kind).toBe('event');
  });

  scenario(
    'a failed job cannot be completed until it has retries and its incident is resolved',
    async (engine) => {
      await engine.deploy(work);
      engine.create('p');
      const { key } = engine.jobOf('work');
      engine.accept('JOB', 'FAIL', key, { retries: 0 });
      expect(engine.incidents()).toMatchObject([
        { type: 'JOB_NO_RETRIES', message: 'No more retries left.' },
      ]);
      const incident = engine.incidents()[0]!.key;
      expect(engine.send('JOB', 'COMPLETE', key)).toMatchObject({
        type: 'INVALID_STATE',
        reason: `Expected to complete job with key '${key}', but it is in state 'FAILED'`,
      });
      expect(engine.send('INCIDENT', 'RESOLVE', incident)).toMatchObject({
        type: 'NOT_FOUND',
        reason: `Expected to resolve incident with key '${incident}', but job with key '${key}' has no retries left. Please update the job retries and retry resolving the incident`,
      });
      expect(engine.send('JOB', 'UPDATE_RETRIES', key, { retries: 0 })).toMatchObject({
        type: 'INVALID_ARGUMENT',
        reason: `Expected to update retries for job with key '${key}' with a positive amount of retries, but the amount given was '0'`,
      });
      engine.accept('JOB', 'UPDATE_RETRIES', key, { retries: 1 });
      engine.accept('INCIDENT', 'RESOLVE', incident);
      engine.accept('JOB', 'COMPLETE', key);
      expect(engine.isIdle()).toBe(true);
    },
  );

  scenario('a deployment with errors changes nothing', async (engine) => {
    const broken = { name: 'broken.bpmn', content: 'not xml' };
    const response = await engine.tryDeploy(work, broken, { name: 'x.txt', content: '' });
    expect(response).toMatchObject({ kind: 'rejection', type: 'INVALID_ARGUMENT' });
    expect(response.kind === 'rejection' && response.reason).toMatch(
      /^Expected to deploy new resources, but encountered the following errors:\n'broken\.bpmn': [^]*\n\n'x\.txt': unknown resource type$/,
    );
    expect(engine.records).toEqual([]);
    await engine.deploy(work);
    expect(engine.of('PROCESS')).toMatchObject([{ value: { version: 1 } }]);
  });

  scenario('a start timer that cannot be read', async (engine) => {
    const timer = element('startEvent', 'st', '', timerEvent('timeCycle', '=missing'));
    const file = bpmn('timed', `${timer}${end()}${path('st', 'end')}`);
    const response = await engine.tryDeploy(file);
    expect(response.kind).toBe('rejection');
    expect(engine.records).toEqual([]);
  });
});

describe('jobs', () => {
  scenario('are activated oldest first, once, and at most as many as asked for', async (engine) => {
    await engine.deploy(work);
    const instances = [engine.create('p'), engine.create('p'), engine.create('p')];
    const first = engine.activate('work', { max: 2 });
    expect(first.map(({ processInstanceKey }) => processInstanceKey)).toEqual(instances.slice(0, 2));
    expect(engine.activate('work').map(({ processInstanceKey }) => processInstanceKey)).toEqual(
      instances.slice(2),
    );
    expect(engine.activate('work')).toEqual([]);
  });

  scenario('bring the variables of all scopes, inner ones first, or those asked for', async (engine) => {
    const io = mappings({ input: { zz: '=1', b: '=2', a: '="inner"' } });
    await engine.deploy(bpmn('v', `${start()}${task('t', 'work', io)}${end()}${path('start', 't', 'end')}`));
    engine.create('v', { outer: true, a: 'outer', é: 1, z: 1 });
    engine.create('v', { outer: true });
    const [job, other] = engine
      .activate('work', { max: 1 })
      .concat(engine.activate('work', { variables: ['a', 'none'] }));
    expect(JSON.stringify(job!.variables)).toBe('{"a":"inner","b":2,"zz":1,"z":1,"é":1,"outer":true}');
    expect(other!.variables).toEqual({ a: 'inner' });
  });

  scenario('become available again when their time is out, and only then', async (engine) => {
    await engine.deploy(work);
    engine.create('p');
    const [job] = engine.activate('work', { timeout: 1000 });
    engine.advance(1000);
    expect(engine.activate('work')).toEqual([]);
    engine.advance(1);
    expect(engine.of('JOB', 'TIMED_OUT')).toHaveLength(1);
    expect(engine.activate('work')).toMatchObject([{ key: job!.key }]);
  });

  scenario('can be completed without having been activated', async (engine) => {
    await engine.deploy(work);
    engine.create('p');
    engine.accept('JOB', 'COMPLETE', engine.of('JOB')[0]!.key as number);
    expect(engine.isIdle()).toBe(true);
  });

  scenario('tell their type when they become available', async (engine) => {
    await engine.deploy(work);
    engine.create('p');
    expect([...engine.jobTypes]).toEqual(['work']);
  });
});

describe('create with result', () => {
  scenario('answers when the instance completes, with the variables asked for', async (engine) => {
    await engine.deploy(work);
    const request = engine.createWithResult('p', { a: 1, b: 2 }, ['b', 'c']);
    expect(engine.answerTo(request)).toBeUndefined();
    engine.complete('work', { c: 3 });
    expect(engine.answerTo(request)).toMatchObject({
      kind: 'event',
      valueType: 'PROCESS_INSTANCE_RESULT',
      value: { bpmnProcessId: 'p', version: 1, variables: { b: 2, c: 3 } },
    });
  });

  scenario('never answers when the instance is cancelled', async (engine) => {
    await engine.deploy(work);
    const request = engine.createWithResult('p');
    const instance = engine.of('PROCESS_INSTANCE_CREATION')[0]!.value['processInstanceKey'] as number;
    engine.accept('PROCESS_INSTANCE', 'CANCEL', instance);
    expect(engine.answerTo(request)).toBeUndefined();
  });

  scenario('is refused at once when the process is unknown', (engine) => {
    expect(engine.answerTo(engine.createWithResult('nope'))).toMatchObject({
      kind: 'rejection',
      type: 'NOT_FOUND',
    });
  });
});
