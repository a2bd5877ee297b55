import request from 'supertest';
import { safeNextPath } from '../../src/web/session';
import { PASSWORD, startApiTest, type ApiTest } from './kit';

jest.setTimeout(180_000);

let test: ApiTest;
beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());

const signIn = (password: string, fields: object = {}) =>
  request(test.app)
    .post('/connexion')
    .type('form')
    .send({ identifiant: 'gs', motDePasse: password, ...fields });

const sessionCookie = (response: request.Response) =>
  ([] as string[])
    .concat(response.get('set-cookie') ?? [])
    .find((cookie) => cookie.startsWith('logigramme_session='));

describe('signing in to the pages', () => {
  it('should send the unknown to the sign-in page and back', async () => {
    const away = await request(test.app).get('/taches?x=1').expect(303);
    expect(away.get('location')).toBe('/connexion?suite=%2Ftaches%3Fx%3D1');
    const back = await signIn(PASSWORD, { suite: '/taches?x=1' }).expect(303);
    expect(back.get('location')).toBe('/taches?x=1');
    expect(sessionCookie(back)).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('should refuse a wrong password with a page and no session', async () => {
    const response = await signIn('wrong').expect(401);
    expect(response.type).toBe('text/html');
    expect(sessionCookie(response)).toBeUndefined();
  });

  it('should give a new session at each sign-in and end it at sign-out', async () => {
    const cookie = sessionCookie(await signIn(PASSWORD))?.split(';')[0] ?? '';
    const me = () => request(test.app).get('/api/v1/me').set('Cookie', cookie);
    expect((await me().expect(200)).body).toMatchObject({ name: 'gs' });
    const other = sessionCookie(await signIn(PASSWORD).set('Cookie', cookie))?.split(';')[0];
    expect(other).not.toBe(cookie);
    await me().expect(401);
    await request(test.app)
      .post('/deconnexion')
      .set('Cookie', other ?? '')
      .expect(303);
    await request(test.app)
      .get('/api/v1/me')
      .set('Cookie', other ?? '')
      .expect(401);
  });

  it('should not let another site act with the session', async () => {
    const cookie = sessionCookie(await signIn(PASSWORD))?.split(';')[0] ?? '';
    const post = (headers: Record<string, string>) =>
      request(test.app).post('/deconnexion').set('Cookie', cookie).set(headers);
    await post({ 'Sec-Fetch-Site': 'cross-site' }).expect(403);
    await post({ Origin: 'https://evil.example' }).expect(403);
    await post({ Origin: 'null' }).expect(403);
    await request(test.app).get('/api/v1/me').set('Cookie', cookie).expect(200);
    await post({ 'Sec-Fetch-Site': 'same-origin' }).expect(303);
  });

  it('should stop answering after too many wrong passwords', async () => {
    for (let attempt = 0; attempt < 12; attempt += 1) await signIn('wrong');
    const response = await signIn(PASSWORD).expect(429);
    expect(Number(response.get('retry-after'))).toBeGreaterThan(0);
  });

  it('should verify no more than ten of many wrong passwords sent at once, by page and API alike', async () => {
    const wrong = Array.from({ length: 120 }, (_, index) =>
      index % 2 === 0
        ? signIn('wrong', { identifiant: 'rssi' })
        : request(test.app).get('/api/v1/me').auth('rssi', 'wrong'),
    );
    const statuses = (await Promise.all(wrong)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(110);
    await signIn(PASSWORD, { identifiant: 'sdp' }).expect(303);
  });

  it('should believe only proxies that it knows about the address of a caller', async () => {
    const app = request(test.app);
    const from = (address: string, password: string) =>
      app.get('/api/v1/me').auth('dba', password).set('X-Forwarded-For', address);
    for (let attempt = 0; attempt < 11; attempt += 1) await from('192.0.2.44', 'wrong');
    await from('192.0.2.44', PASSWORD).expect(429);
    await from('192.0.2.45', PASSWORD).expect(200);
  });
});

describe('safeNextPath', () => {
  it.each([
    ['/taches', '/taches'],
    ['/taches?x=1#y', '/taches?x=1#y'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
    [['/a'], '/'],
  ])('%j → %s', (candidate, expected) => {
    expect(safeNextPath(candidate)).toBe(expected);
  });
});
