import { startApiTest, startCase, type ApiTest } from '../api/kit';

jest.setTimeout(180_000);

let test: ApiTest;
beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());
beforeEach(() => {
  test.engine.failure = 'none';
});

const url = (taskKey: string, action = '') => `/api/v1/tasks/${taskKey}${action === '' ? '' : `/${action}`}`;
const completer = async (taskKey: string) =>
  (await test.as('admin').get(url(taskKey)).expect(200)).body as {
    state: string;
    completedBy: string | null;
  };

describe('rights by task', () => {
  it('should let only its group, and admin, work on a task; managers may look', async () => {
    const { taskKey } = await startCase(test);
    for (const account of ['dsi', 'admin', 'responsable', 'proprietaire']) {
      await test.as(account).get(url(taskKey)).expect(200);
    }
    for (const account of ['cb-bit', 'gs', 'requerant']) {
      const response = await test.as(account).get(url(taskKey)).expect(403);
      expect(response.body).toMatchObject({ code: 'TASK_NOT_YOURS' });
    }
    for (const account of ['cb-bit', 'responsable', 'proprietaire']) {
      await test.as(account).post(url(taskKey, 'claim')).expect(403);
      await test.as(account).post(url(taskKey, 'complete'), { variables: {} }).expect(403);
    }
    expect(await completer(taskKey)).toMatchObject({ state: 'CREATED', completedBy: null });
  });

  it('should list only what the account may do', async () => {
    const { taskKey } = await startCase(test);
    const keys = async (account: string) =>
      (
        (await test.as(account).get('/api/v1/tasks?state=CREATED').expect(200)).body as {
          items: { key: string }[];
        }
      ).items.map((task) => task.key);
    expect(await keys('dsi')).toContain(taskKey);
    expect(await keys('responsable')).toContain(taskKey);
    expect(await keys('gs')).not.toContain(taskKey);
  });
});

describe('claiming', () => {
  it('should give a task to one of many at once', async () => {
    const { taskKey } = await startCase(test);
    const answers = await Promise.all(
      ['dsi', 'admin', 'dsi', 'admin'].map((account) => test.as(account).post(url(taskKey, 'claim'))),
    );
    const winners = answers.filter((answer) => answer.status === 200);
    const holders = new Set(winners.map((answer) => (answer.body as { assignee: string }).assignee));
    expect(holders.size).toBe(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(2);
  });

  it('should keep others off a claimed task until it is released', async () => {
    const { taskKey } = await startCase(test);
    await test.as('admin').post(url(taskKey, 'claim')).expect(200);
    const claimed = await test.as('dsi').post(url(taskKey, 'claim')).expect(409);
    expect(claimed.body).toMatchObject({ code: 'TASK_CLAIMED', detail: expect.stringContaining('admin') });
    const complete = await test.as('dsi').post(url(taskKey, 'complete'), { variables: {} }).expect(403);
    expect(complete.body).toMatchObject({ code: 'TASK_NOT_YOURS', detail: expect.stringContaining('admin') });
    await test.as('dsi').post(url(taskKey, 'unclaim')).expect(403);
    await test.as('admin').post(url(taskKey, 'unclaim')).expect(200);
    await test.as('dsi').post(url(taskKey, 'claim')).expect(200);
    await test.as('dsi').post(url(taskKey, 'complete'), { variables: {} }).expect(200);
  });
});

describe('completing', () => {
  it('should remember who did it, and refuse a second time with the name', async () => {
    const { taskKey } = await startCase(test);
    const done = await test
      .as('dsi')
      .post(url(taskKey, 'complete'), { variables: { instructionsDsi: 'vu' } })
      .expect(200);
    expect(done.body).toMatchObject({ key: taskKey, state: 'COMPLETED', completedBy: 'dsi' });
    const again = await test.as('dsi').post(url(taskKey, 'complete'), { variables: {} }).expect(409);
    expect(again.body).toMatchObject({ code: 'TASK_COMPLETED', detail: expect.stringContaining('dsi') });
    await test.as('admin').post(url(taskKey, 'claim')).expect(409);
  });

  it('should let exactly one of many at once do it', async () => {
    const { taskKey } = await startCase(test);
    const answers = await Promise.all(
      ['dsi', 'admin', 'dsi', 'admin', 'dsi'].map(async (account) => ({
        account,
        status: (await test.as(account).post(url(taskKey, 'complete'), { variables: {} })).status,
      })),
    );
    const winners = answers.filter((answer) => answer.status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(4);
    expect(await completer(taskKey)).toEqual(expect.objectContaining({ completedBy: winners[0]?.account }));
  });

  it('should change nothing and say when to come back while the engine is away', async () => {
    const { taskKey } = await startCase(test);
    test.engine.failure = 'unavailable';
    const away = await test.as('dsi').post(url(taskKey, 'complete'), { variables: {} }).expect(503);
    expect(away.body).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    expect(Number(away.get('retry-after'))).toBeGreaterThan(0);
    expect(await completer(taskKey)).toMatchObject({ state: 'CREATED', completedBy: null });
    test.engine.failure = 'none';
    await test.as('admin').post(url(taskKey, 'complete'), { variables: {} }).expect(200);
    expect(await completer(taskKey)).toMatchObject({ completedBy: 'admin' });
  });

  it('should name the right person when the answer was lost but the work was done', async () => {
    const { taskKey } = await startCase(test);
    test.engine.failure = 'answer lost';
    await test.as('dsi').post(url(taskKey, 'complete'), { variables: {} }).expect(503);
    test.engine.failure = 'none';
    const other = await test.as('admin').post(url(taskKey, 'complete'), { variables: {} }).expect(409);
    expect(other.body).toMatchObject({ code: 'TASK_COMPLETED', detail: expect.stringContaining('dsi') });
    expect(await completer(taskKey)).toMatchObject({ state: 'COMPLETED', completedBy: 'dsi' });
  });

  it('should name the right person when the program died before the engine was asked, or after', async () => {
    const before = await startCase(test);
    const after = await startCase(test);
    const intent = (taskKey: string) =>
      test.database.knex('task_completion').insert({
        task_key: taskKey,
        account: 'dsi',
        attempt: `crashed-${taskKey}`,
        requested_at: new Date(),
        in_flight_until: new Date(Date.now() + 30_000),
      });
    await intent(before.taskKey);
    await intent(after.taskKey);
    await test.as('admin').post(url(before.taskKey, 'complete'), { variables: {} }).expect(409);
    test.advance(31_000);
    await test.as('admin').post(url(before.taskKey, 'complete'), { variables: {} }).expect(200);
    expect(await completer(before.taskKey)).toMatchObject({ completedBy: 'admin' });

    await test.engine.client.completeJob(after.taskKey);
    await test.as('admin').post(url(after.taskKey, 'complete'), { variables: {} }).expect(409);
    expect(await completer(after.taskKey)).toMatchObject({ state: 'COMPLETED', completedBy: 'dsi' });
  });

  it('should answer the same for the same Idempotency-Key', async () => {
    const { taskKey } = await startCase(test);
    const send = (variables: object) =>
      test.as('dsi').post(url(taskKey, 'complete'), { variables }).set('Idempotency-Key', `k-${taskKey}`);
    const first = await send({}).expect(200);
    const second = await send({}).expect(200);
    expect(second.body).toEqual(first.body);
    expect((await send({ instructionsDsi: 'autre' }).expect(409)).body).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });
});
