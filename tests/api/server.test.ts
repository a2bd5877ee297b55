import { startWeb } from '../../src/web/server';
import { PASSWORD, startApiTest, startCase, type ApiTest } from './kit';

jest.setTimeout(180_000);

let test: ApiTest;
beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());

describe('startWeb', () => {
  it('should answer on the port it took, refuse a taken one, and stop with a stream open', async () => {
    const { services } = test;
    const web = await startWeb({ services, port: 0, host: '127.0.0.1' });
    await expect(startWeb({ services, port: web.port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
    expect((await fetch(`${web.url}/api/openapi.json`)).status).toBe(200);

    const { instanceKey } = await startCase(test);
    const signedIn = await fetch(`${web.url}/connexion`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ identifiant: 'requerant', motDePasse: PASSWORD }),
    });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const stream = await fetch(`${web.url}/flux?dossiers=${instanceKey}`, { headers: { cookie } });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');

    const before = performance.now();
    await web.stop();
    expect(performance.now() - before).toBeLessThan(2500);
  });
});
