import request from 'supertest';
import { caller, request1, startApiTest, startCase, type ApiTest } from './kit';

jest.setTimeout(180_000);

let test: ApiTest;
beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());

const problem = (status: number, code: string) => ({
  status,
  code,
  title: expect.any(String),
  detail: expect.any(String),
});

describe('an address with U+0000', () => {
  it.each([
    '/stock/%00',
    '/stock/ordinateur%00portable',
    '/api/v1/articles/%00/movements',
    '/api/v1/processes/%00',
    '/api/v1/process-instances?q=%00',
    '/procedures?q=a%00b',
  ])('%s is refused', async (path) => {
    const { text } = await test.as('admin').get(path).expect(400);
    expect(text).toContain('caractère nul');
  });
});

describe('who calls', () => {
  it('should ask the unknown to sign in', async () => {
    const response = await request(test.app).get('/api/v1/tasks').expect(401);
    expect(response.type).toBe('application/problem+json');
    expect(response.get('www-authenticate')).toContain('Basic');
    expect(response.body).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  });

  it('should not open the password dialog of a page that calls', async () => {
    const response = await request(test.app).get('/api/v1/tasks').set('Sec-Fetch-Mode', 'cors').expect(401);
    expect(response.get('www-authenticate')).toBeUndefined();
  });

  it.each(['gs', 'nobody', "x' OR 1=1 --"])('should refuse a wrong password of %s', async (name) => {
    const response = await caller(test.app, name, 'wrong').get('/api/v1/tasks').expect(401);
    expect(response.body).toMatchObject(problem(401, 'WRONG_CREDENTIALS'));
  });

  it.each(['Basic', 'Basic !!!', 'Basic Z3M=', 'Bearer lgt_unknown', 'Digest x'])(
    'should refuse "%s"',
    async (header) => {
      await request(test.app).get('/api/v1/tasks').set('Authorization', header).expect(401);
    },
  );

  it('should accept a personal token and the roles of its account only', async () => {
    const { body } = await test.as('gs').post('/api/v1/tokens', { label: 'script' }).expect(201);
    const bearer = (path: string) =>
      request(test.app)
        .get(path)
        .set('Authorization', `Bearer ${(body as { token: string }).token}`);
    expect((await bearer('/api/v1/me').expect(200)).body).toMatchObject({ name: 'gs', groups: ['gs'] });
    await bearer('/api/v1/incidents').expect(403);
  });

  it('should refuse what another site makes a browser send', async () => {
    const response = await test
      .as('admin')
      .post('/api/v1/messages', { name: 'm', correlationKey: 'k' })
      .set('Origin', 'https://evil.example')
      .expect(403);
    expect(response.body).toMatchObject(problem(403, 'CROSS_SITE'));
  });
});

describe('bad input', () => {
  it('should refuse a start form with missing and wrong fields, naming each, and start nothing', async () => {
    const before = test.engine.calls.length;
    const response = await test
      .as('requerant')
      .post('/api/v1/process-instances', {
        bpmnProcessId: 'deploiement-materiel-informatique',
        variables: { ...request1, motif: undefined, quantite: 0, courrielRequerant: 'not an address' },
      })
      .expect(422);
    expect(response.body).toMatchObject(problem(422, 'FORM_INVALID'));
    const { errors } = response.body as { errors: { field: string; label: string; message: string }[] };
    expect(errors.map((error) => error.field).sort()).toEqual(['courrielRequerant', 'motif', 'quantite']);
    expect(test.engine.calls).toHaveLength(before);
    expect(await test.database.knex('case_number')).toEqual([]);
  });

  it('should refuse a task form with a missing field and complete nothing', async () => {
    const { instanceKey, taskKey } = await startCase(test);
    await test.as('dsi').post(`/api/v1/tasks/${taskKey}/complete`, { variables: {} }).expect(200);
    const next = [...test.engine.tasks.values()].find(
      (task) => task.processInstanceKey === instanceKey && task.state === 'CREATED',
    );
    const before = test.engine.calls.length;
    const response = await test
      .as('cb-bit')
      .post(`/api/v1/tasks/${next?.key}/complete`, {
        variables: { resultatEnquete: 'rien', demandeJustifiee: false },
      })
      .expect(422);
    expect(response.body).toMatchObject({ errors: [{ field: 'motifRejet' }] });
    expect(test.engine.calls).toHaveLength(before);
    expect(await test.database.knex('task_completion').where({ task_key: next?.key })).toEqual([]);
  });

  it.each([
    ['{"variables": ', 400, 'MALFORMED_JSON'],
    ['[1,2', 400, 'MALFORMED_JSON'],
    ['"text"', 400, 'MALFORMED_JSON'],
    ['{"variables": {"a": "\\u0000"}}', 400, 'MALFORMED_JSON'],
    ['[]', 400, 'BAD_REQUEST'],
    ['{"variables": []}', 400, 'BAD_REQUEST'],
    ['{"variable": {}}', 400, 'BAD_REQUEST'],
  ])('should refuse the body %s', async (body, status, code) => {
    const { taskKey } = await startCase(test);
    const before = test.engine.calls.length;
    const response = await test
      .as('dsi')
      .post(`/api/v1/tasks/${taskKey}/complete`)
      .set('Content-Type', 'application/json')
      .send(body)
      .expect(status);
    expect(response.type).toBe('application/problem+json');
    expect(response.body).toMatchObject(problem(status, code));
    expect(test.engine.calls).toHaveLength(before);
  });

  it('should refuse other content types and oversized bodies', async () => {
    const form = await test.as('admin').post('/api/v1/messages').type('form').send({ name: 'm' }).expect(415);
    expect(form.body).toMatchObject(problem(415, 'UNSUPPORTED_MEDIA_TYPE'));
    const huge = { name: 'm', correlationKey: 'k', variables: { text: 'x'.repeat(4 * 1024 * 1024) } };
    const large = await test.as('admin').post('/api/v1/messages', huge).expect(413);
    expect(large.body).toMatchObject(problem(413, 'TOO_LARGE'));
  });

  it.each([
    '/api/v1/tasks/123',
    '/api/v1/tasks/abc',
    '/api/v1/tasks/-1',
    '/api/v1/tasks/9999999999999999999',
    '/api/v1/process-instances/123',
    '/api/v1/process-instances/123/elements',
    '/api/v1/processes/nope',
    '/api/v1/articles/nope/movements',
    '/api/v1/documents/nope',
    '/api/v1/nope',
    '/api/nope',
  ])('should not find %s', async (path) => {
    const response = await test.as('admin').get(path).expect(404);
    expect(response.type).toBe('application/problem+json');
    expect(response.body).toMatchObject(problem(404, 'NOT_FOUND'));
  });

  it.each(['claim', 'unclaim', 'complete'])('should not %s an unknown task', async (action) => {
    const response = await test.as('dsi').post(`/api/v1/tasks/123/${action}`).expect(404);
    expect(response.body).toMatchObject(problem(404, 'NOT_FOUND'));
  });

  it.each(['state=OPEN', 'limit=0', 'limit=x', 'unknown=1'])('should refuse the query %s', async (query) => {
    const response = await test.as('dsi').get(`/api/v1/tasks?${query}`).expect(400);
    expect(response.body).toMatchObject({
      ...problem(400, 'BAD_REQUEST'),
      errors: [{ field: expect.any(String) }],
    });
  });

  it('should name the allowed methods', async () => {
    const response = await test.as('dsi').delete('/api/v1/tasks').expect(405);
    expect(response.get('allow')).toBe('GET');
  });

  it('should refuse a BPMN that is not XML, with the reason', async () => {
    const resources = [{ name: 'x.bpmn', content: 'not xml' }];
    const response = await test.as('proprietaire').post('/api/v1/deployments', { resources }).expect(400);
    expect(response.body).toMatchObject(problem(400, 'RESOURCE_INVALID'));
    expect((response.body as { detail: string }).detail).toContain('SAXParseException');
  });

  it('should deploy files sent as a form, and refuse other kinds of files', async () => {
    await test
      .as('admin')
      .post('/api/v1/deployments')
      .attach('resources', Buffer.from('<definitions/>'), 'procédure.bpmn')
      .expect(201);
    const { argument } = test.engine.calls.at(-1) ?? {};
    expect(argument).toMatchObject([{ name: 'procédure.bpmn' }]);
    await test
      .as('admin')
      .post('/api/v1/deployments')
      .attach('resources', Buffer.from('x'), 'x.exe')
      .expect(400);
    await test.as('admin').post('/api/v1/deployments').expect(400);
    await test.as('gs').post('/api/v1/deployments', { resources: [] }).expect(403);
  });

  it('should refuse a wrong quantity and an unknown article', async () => {
    const receipts = '/api/v1/articles/ordinateur-portable/receipts';
    await test.as('gs').post(receipts, { quantity: 0 }).expect(400);
    await test.as('gs').post(receipts, { quantity: 1.5 }).expect(400);
    await test.as('dsi').post(receipts, { quantity: 1 }).expect(403);
    await test.as('gs').post('/api/v1/articles/nope/receipts', { quantity: 1 }).expect(404);
    const received = await test.as('gs').post(receipts, { quantity: 3, reference: 'BL-7' }).expect(201);
    expect(received.body).toMatchObject({ code: 'ordinateur-portable', available: 3 });
  });
});

describe('answers', () => {
  it('should be cached nowhere and carry strict headers', async () => {
    const response = await test.as('dsi').get('/api/v1/tasks').expect(200);
    expect(response.get('cache-control')).toBe('no-store');
    expect(response.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.get('x-content-type-options')).toBe('nosniff');
    expect(response.get('x-powered-by')).toBeUndefined();
  });

  it('should send a document with its name, to readers of the case only', async () => {
    await startCase(test);
    const response = await test.as('cb-bit').get('/api/v1/documents/pv').expect(200);
    expect(response.type).toBe('application/pdf');
    expect(response.get('content-disposition')).toContain(
      "filename*=UTF-8''PV%20d%E2%80%99installation%20%C3%A9.pdf",
    );
    await test.as('rssi').get('/api/v1/documents/pv').expect(403);
  });
});
