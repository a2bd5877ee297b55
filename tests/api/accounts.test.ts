/** Accounts at their pages, and tokens at the API. */
import request from 'supertest';
import { PASSWORD, startApiTest, startCase, type ApiTest } from './kit';

jest.setTimeout(180_000);

let test: ApiTest;
let admin: string;

async function cookieOf(name: string): Promise<string> {
  const answer = await request(test.app)
    .post('/connexion')
    .type('form')
    .send({ identifiant: name, motDePasse: PASSWORD })
    .expect(303);
  return answer.get('set-cookie')?.[0]?.split(';')[0] ?? '';
}

beforeAll(async () => {
  test = await startApiTest();
  admin = await cookieOf('admin');
});
afterAll(() => test.dispose());

const page = (path: string) => request(test.app).get(path).set('Cookie', admin);
const post = (path: string, fields: object = {}) =>
  request(test.app).post(path).type('form').set('Cookie', admin).send(fields);

it('should ask before it deactivates an account, and give its tasks back', async () => {
  const { taskKey } = await startCase(test);
  await test.as('dsi').post(`/api/v1/tasks/${taskKey}/claim`).expect(200);
  const asked = await post('/comptes/dsi/retirer').expect(303);
  expect(asked.get('location')).toBe('/comptes/dsi/retirer');
  await test.as('dsi').get('/api/v1/me').expect(200);
  const question = await page('/comptes/dsi/retirer').expect(200);
  expect(question.text).toContain('Désactiver le compte de');
  await post('/comptes/dsi/retirer', { confirme: 'oui' }).expect(303);
  await test.as('dsi').get('/api/v1/me').expect(401);
  const task = await test.as('admin').get(`/api/v1/tasks/${taskKey}`).expect(200);
  expect(task.body).toMatchObject({ assignee: null, state: 'CREATED' });
  expect((await page('/comptes')).text).toContain('Comptes désactivés');
  await post('/comptes/dsi/retablir').expect(303);
  await test.as('dsi').get('/api/v1/me').expect(200);
});

it('should not deactivate whoever asks', async () => {
  await post('/comptes/admin/retirer', { confirme: 'oui' }).expect(409);
});

it('should let a token act, but make no token', async () => {
  const made = await test.as('gs').post('/api/v1/tokens', { label: 'script' }).expect(201);
  const { token } = made.body as { token: string };
  const asToken = (call: request.Test) => call.set('Authorization', `Bearer ${token}`);
  await asToken(request(test.app).get('/api/v1/me')).expect(200);
  const answer = await asToken(request(test.app).post('/api/v1/tokens').send({ label: 'autre' })).expect(403);
  expect(answer.body).toMatchObject({ code: 'FORBIDDEN' });
  await asToken(request(test.app).post('/api/v1/tokens').send({ label: 'autre' }))
    .set('Authorization', `bearer ${token}`)
    .expect(403);
});
