/** What nobody gives from outside, and what not everybody may see. */
import request from 'supertest';
import { createApp } from '../../src/web/app';
import { PASSWORD, request1, startApiTest, startCase, type ApiTest } from './kit';

jest.setTimeout(180_000);

let test: ApiTest;
beforeAll(async () => {
  test = await startApiTest();
});
afterAll(() => test.dispose());

const sent = (name: string) => test.engine.calls.filter((call) => call.name === name);

async function cookieOf(app: ApiTest['app'], name: string): Promise<string> {
  const answer = await request(app)
    .post('/connexion')
    .type('form')
    .send({ identifiant: name, motDePasse: PASSWORD })
    .expect(303);
  return answer.get('set-cookie')?.[0]?.split(';')[0] ?? '';
}

describe('variables that the program sets', () => {
  it.each([
    ['superieur', 'requerant'],
    ['initiateur', 'dsi'],
    ['numeroDossier', 'B-2026-000001'],
    ['initiateur', null],
    ['superieur', ['dsi']],
  ])('should not be given at a start: %s = %j', async (name, value) => {
    const before = sent('createProcessInstance').length;
    const answer = await test
      .as('requerant')
      .post('/api/v1/process-instances', {
        bpmnProcessId: 'deploiement-materiel-informatique',
        variables: { ...request1, [name]: value },
      })
      .expect(422);
    expect(answer.body).toMatchObject({ code: 'FORM_INVALID', errors: [{ field: name }] });
    expect(sent('createProcessInstance')).toHaveLength(before);
  });

  it('should not be given at the page of a start either', async () => {
    const cookie = await cookieOf(test.app, 'requerant');
    await request(test.app)
      .post('/procedures/deploiement-materiel-informatique/demarrer')
      .set('Cookie', cookie)
      .send({ variables: { ...request1, superieur: 'requerant' } })
      .expect(422);
  });

  it('should be left out of what completes a task, and not be changed by it', async () => {
    const { taskKey } = await startCase(test);
    const known = test.engine.tasks.get(taskKey)?.variables ?? {};
    const values = { instructionsDsi: 'À traiter' };
    const complete = (variables: object) =>
      test.as('dsi').post(`/api/v1/tasks/${taskKey}/complete`, { variables });
    for (const [name, value] of Object.entries({ initiateur: 'dsi', superieur: 'dsi', numeroDossier: 'X' })) {
      const answer = await complete({ ...values, [name]: value }).expect(422);
      expect(answer.body).toMatchObject({ errors: [{ field: name }] });
    }
    expect(sent('completeJob')).toEqual([]);
    const answer = await complete({ ...values, initiateur: known['initiateur'] });
    expect(answer.status).toBe(200);
    const [{ argument } = { argument: {} }] = sent('completeJob');
    expect(Object.keys((argument as { variables: object }).variables)).not.toContain('initiateur');
  });

  it.each(['admin', 'proprietaire', 'responsable'])(
    'should not be published by a message, nor a received mail be made up: %s',
    async (account) => {
      const before = sent('publishMessage').length;
      const publish = (message: object) =>
        test.as(account).post('/api/v1/messages', { correlationKey: 'k', ...message });
      const forged = { name: 'agrement-demande', variables: { initiateur: 'requerant', objet: 'x' } };
      expect((await publish(forged).expect(422)).body).toMatchObject({ errors: [{ field: 'initiateur' }] });
      const courriel = { expediteur: 'requerant@demo.example', objet: 'Accès' };
      await publish({ name: 'courriel-acces-data-center', variables: { courriel } }).expect(403);
      expect(sent('publishMessage')).toHaveLength(before);
      await publish({ name: 'agrement-demande', variables: { objet: 'x' } }).expect(204);
    },
  );
});

describe('what not every account sees', () => {
  const kept = ['registre-entrees', 'serveurs', 'badges', 'plans-sauvegarde'];

  it.each(kept)('should keep %s to those who keep it and those who follow cases', async (kind) => {
    for (const account of ['requerant', 'rssi', 'gs']) {
      const cookie = await cookieOf(test.app, account);
      await test.as(account).get(`/api/v1/references/${kind}`).expect(403);
      await test.as(account).get(`/api/v1/references/${kind}/x`).expect(403);
      for (const path of ['', '/x', '/nouveau', '.pdf']) {
        await request(test.app).get(`/referentiels/${kind}${path}`).set('Cookie', cookie).expect(403);
      }
      const list = await test.as(account).get('/api/v1/references').expect(200);
      const kinds = (list.body as { items: { kind: string }[] }).items.map((item) => item.kind);
      expect(kinds).not.toContain(kind);
      expect(kinds).toContain('jours-feries');
      const page = await request(test.app).get('/referentiels').set('Cookie', cookie).expect(200);
      expect(page.text).not.toContain(`/referentiels/${kind}"`);
    }
    for (const account of ['responsable', 'proprietaire', 'admin']) {
      await test.as(account).get(`/api/v1/references/${kind}`).expect(200);
    }
  });

  it('should let those who keep the register of entries read it', async () => {
    await test.as('csdc').get('/api/v1/references/registre-entrees').expect(200);
    const cookie = await cookieOf(test.app, 'csdc');
    await request(test.app).get('/referentiels/registre-entrees').set('Cookie', cookie).expect(200);
    await test.as('csdc').get('/api/v1/references/serveurs').expect(403);
  });

  it('should open the mailbox to administrators only, where it is no demonstration', async () => {
    const { services } = test;
    const app = createApp({ ...services, identity: { ...services.identity, demo: false } });
    for (const account of ['requerant', 'dsi', 'responsable', 'proprietaire']) {
      const cookie = await cookieOf(app, account);
      for (const path of ['/courrier', '/courrier/1', '/courrier/1/contenu']) {
        await request(app).get(path).set('Cookie', cookie).expect(403);
      }
      await request(app).get('/api/v1/mailbox').auth(account, PASSWORD).expect(403);
      const page = await request(app).get('/taches').set('Cookie', cookie).expect(200);
      expect(page.text).not.toContain('href="/courrier"');
    }
    const cookie = await cookieOf(app, 'admin');
    await request(app).get('/courrier').set('Cookie', cookie).expect(200);
    await request(app).get('/api/v1/mailbox').auth('admin', PASSWORD).expect(200);
    await request(test.app)
      .get('/courrier')
      .set('Cookie', await cookieOf(test.app, 'requerant'))
      .expect(200);
  });
});
