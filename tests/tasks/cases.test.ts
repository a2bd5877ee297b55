import { request1, startApiTest, startCase, type ApiTest } from '../api/kit';

jest.setTimeout(180_000);

let test: ApiTest;
beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());
beforeEach(() => {
  test.engine.failure = 'none';
  test.engine.startable = true;
});

const bpmnProcessId = 'deploiement-materiel-informatique';
const start = (account = 'requerant') =>
  test.as(account).post('/api/v1/process-instances', { bpmnProcessId, variables: request1 });

describe('starting', () => {
  it('should add who started it and a number, and show it at once', async () => {
    const { body } = await start().expect(201);
    const { processInstanceKey, caseNumber } = body as { processInstanceKey: string; caseNumber: string };
    expect(caseNumber).toMatch(/^B-\d{4}-000001$/);
    const read = await test
      .as('requerant')
      .get(`/api/v1/process-instances/${processInstanceKey}`)
      .expect(200);
    expect(read.body).toMatchObject({
      state: 'ACTIVE',
      initiator: 'requerant',
      caseNumber,
      allowed: { cancel: false },
    });
  });

  it('should number cases without gap or double, also at once and after a refusal', async () => {
    test.engine.failure = 'unavailable';
    await start().expect(503);
    test.engine.failure = 'none';
    const answers = await Promise.all(Array.from({ length: 8 }, () => start().expect(201)));
    const numbers = answers.map((answer) =>
      Number((answer.body as { caseNumber: string }).caseNumber.slice(-6)),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('should refuse a procedure that is unknown or that nobody starts', async () => {
    await test.as('requerant').post('/api/v1/process-instances', { bpmnProcessId: 'nope' }).expect(404);
    test.engine.startable = false;
    expect((await start().expect(409)).body).toMatchObject({ code: 'NOT_STARTABLE' });
  });

  it('should ignore a forged initiator', async () => {
    const variables = { ...request1, initiateur: 'admin' };
    const response = await test
      .as('requerant')
      .post('/api/v1/process-instances', { bpmnProcessId, variables });
    expect([201, 422]).toContain(response.status);
    expect([...test.engine.instances.values()].map((instance) => instance.initiator)).not.toContain('admin');
  });
});

describe('rights by case', () => {
  it('should let the initiator, the actors and those who follow read it', async () => {
    const { instanceKey } = await startCase(test);
    const url = `/api/v1/process-instances/${instanceKey}`;
    for (const account of ['requerant', 'dsi', 'cb-bit', 'gs', 'responsable', 'proprietaire', 'admin']) {
      await test.as(account).get(url).expect(200);
      await test.as(account).get(`${url}/variables`).expect(200);
    }
    for (const path of ['', '/elements', '/variables', '/records', '/documents']) {
      expect(
        (
          await test
            .as('rssi')
            .get(url + path)
            .expect(403)
        ).body,
      ).toMatchObject({ code: 'FORBIDDEN' });
    }
    const listed = await test.as('rssi').get('/api/v1/process-instances').expect(200);
    expect(listed.body).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it('should let a manager cancel it, once', async () => {
    const { instanceKey } = await startCase(test);
    const url = `/api/v1/process-instances/${instanceKey}`;
    await test.as('requerant').delete(url).expect(403);
    await test.as('proprietaire').delete(url).expect(403);
    await test.as('responsable').delete(url).expect(204);
    expect((await test.as('responsable').get(url)).body).toMatchObject({ state: 'CANCELED' });
    expect((await test.as('admin').delete(url).expect(409)).body).toMatchObject({ code: 'INSTANCE_ENDED' });
  });

  it('should let the requester withdraw it while it waits', async () => {
    const { instanceKey } = await startCase(test);
    const url = `/api/v1/process-instances/${instanceKey}/withdraw`;
    expect((await test.as('requerant').post(url).expect(409)).body).toMatchObject({
      code: 'NOT_WITHDRAWABLE',
    });
    test.engine.waiting.set(instanceKey, [
      { messageName: 'stock-arrive', correlationKey: instanceKey, elementId: 'e1', elementInstanceKey: '1' },
      {
        messageName: 'demande-retiree',
        correlationKey: instanceKey,
        elementId: 'e2',
        elementInstanceKey: '2',
      },
    ]);
    await test.as('dsi').post(url).expect(403);
    await test.as('requerant').post(url).expect(200);
    expect(test.engine.calls.at(-1)).toMatchObject({
      name: 'publishMessage',
      argument: { name: 'demande-retiree', correlationKey: instanceKey },
    });
  });
});

describe('operating', () => {
  it('should give a job new retries before its incident is resolved', async () => {
    const { instanceKey } = await startCase(test);
    const key = test.engine.nextKey();
    test.engine.incidents.set(key, {
      key,
      processInstanceKey: instanceKey,
      bpmnProcessId,
      elementId: 'B4',
      elementInstanceKey: '1',
      jobKey: '42',
      errorType: 'JOB_NO_RETRIES',
      errorMessage: 'No more retries left.',
      state: 'CREATED',
      createdAt: '2026-01-05T08:00:00.000Z',
      resolvedAt: null,
    });
    await test.as('dsi').post(`/api/v1/incidents/${key}/resolve`).expect(403);
    const resolved = await test
      .as('responsable')
      .post(`/api/v1/incidents/${key}/resolve`, { retries: 3 })
      .expect(200);
    expect(resolved.body).toMatchObject({ state: 'RESOLVED' });
    expect(test.engine.calls.slice(-2).map((call) => call.name)).toEqual([
      'updateJobRetries',
      'resolveIncident',
    ]);
    await test.as('admin').post(`/api/v1/incidents/${key}/resolve`).expect(409);
    await test.as('admin').post('/api/v1/incidents/123/resolve').expect(404);
  });
});
