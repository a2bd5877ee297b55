/** `/automates`: what each step is done by; `/connecteurs`: what a connector's test says. */
import request from 'supertest';
import { createApp } from '../../src/web/app';
import { createFixture } from './fixtures';

const view = { uses: [], waiting: 0, missing: false };
const seen = { host: 'srv', pid: 12, seenSecondsAgo: 1, inHand: 0, done: 0, failed: 0, alive: true };
const contract = {
  input: {},
  output: {},
  errors: [],
  timeLimitSeconds: 60,
  connector: 'backup',
  written: true,
};
const connected = {
  ...view,
  jobType: 'run-backup',
  contract: { ...contract, jobType: 'run-backup', description: 'Exécute le plan.' },
  byHand: false,
  connector: 'Sauvegardes',
  processes: [{ ...seen, jobType: 'run-backup' }],
};
const byHand = {
  ...view,
  jobType: 'stop-application',
  contract: { ...contract, jobType: 'stop-application', description: 'Arrête.' },
  byHand: true,
  connector: null,
  processes: [],
};

async function signedIn(name: string) {
  const { services } = createFixture();
  const connections = {
    jobTypes: [
      { jobType: 'run-backup', automatic: true, connector: 'Sauvegardes' },
      { jobType: 'stop-application', automatic: false, connector: null },
    ],
    connectors: [{ name: 'backup' as const, title: 'Sauvegardes', jobTypes: ['run-backup'] }],
    absent: [{ name: 'tickets' as const, title: 'MantisBT', jobTypes: ['create-ticket'] }],
    test: async () => ({ ok: false, findings: ['Le dossier /srv/<b> n’existe pas.'] }),
  };
  const automates = { contracts: [], list: async () => [connected, byHand] };
  const agent = request.agent(createApp({ ...services, connections, automates }));
  await agent
    .post('/connexion')
    .type('form')
    .send({ identifiant: name, motDePasse: 'demonstration' })
    .expect(303);
  return agent;
}

test('lists every step with who does it', async () => {
  const { text } = await (await signedIn('admin')).get('/automates').expect(200);
  expect(text).toMatch(
    /Exécute le plan[\s\S]*run-backup[\s\S]*Sauvegardes[\s\S]*En marche[\s\S]*stop-application[\s\S]*À la main/,
  );
});

test('the test of a connector says what is wrong', async () => {
  const { text } = await (await signedIn('admin')).post('/connecteurs/backup/tester').expect(200);
  expect(text).toContain('Le dossier /srv/&lt;b&gt; n’existe pas.');
});

test('shows what is not configured, and how to', async () => {
  const { text } = await (await signedIn('admin')).get('/connecteurs').expect(200);
  expect(text).toMatch(/Non configurés[\s\S]*MantisBT[\s\S]*create-ticket[\s\S]*sous la clé «\stickets\s»/);
});

test('is for administrators, and knows only its connectors', async () => {
  await (await signedIn('gs')).get('/connecteurs').expect(403);
  await (await signedIn('gs')).get('/automates').expect(403);
  await (await signedIn('admin')).post('/connecteurs/autre/tester').expect(404);
});
