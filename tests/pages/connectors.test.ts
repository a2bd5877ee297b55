/** `/connecteurs`: what each step is done by, and what a connector's test says. */
import request from 'supertest';
import { createApp } from '../../src/web/app';
import { createFixture } from './fixtures';

async function signedIn(name: string) {
  const { services } = createFixture();
  const connections = {
    jobTypes: [
      { jobType: 'run-backup', description: 'Exécute le plan.', automatic: true, connector: 'Sauvegardes' },
      { jobType: 'stop-application', description: 'Arrête.', automatic: false, connector: null },
    ],
    connectors: [{ name: 'backup', title: 'Sauvegardes', jobTypes: ['run-backup'] }],
    test: async () => ({ ok: false, findings: ['Le dossier /srv/<b> n’existe pas.'] }),
  };
  const agent = request.agent(createApp({ ...services, connections }));
  await agent
    .post('/connexion')
    .type('form')
    .send({ identifiant: name, motDePasse: 'demonstration' })
    .expect(303);
  return agent;
}

test('lists every step with who does it', async () => {
  const { text } = await (await signedIn('admin')).get('/connecteurs').expect(200);
  expect(text).toMatch(
    /run-backup[\s\S]*Automatique[\s\S]*Sauvegardes[\s\S]*stop-application[\s\S]*À la main/,
  );
});

test('the test of a connector says what is wrong', async () => {
  const { text } = await (await signedIn('admin')).post('/connecteurs/backup/tester').expect(200);
  expect(text).toContain('Le dossier /srv/&lt;b&gt; n’existe pas.');
});

test('is for administrators, and knows only its connectors', async () => {
  await (await signedIn('gs')).get('/connecteurs').expect(403);
  await (await signedIn('admin')).post('/connecteurs/autre/tester').expect(404);
});
