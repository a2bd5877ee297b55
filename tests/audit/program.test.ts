/** What people do in the real program is in the audit log, in words and in order. */
import { person, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(180_000);

interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly subject: string | null;
  readonly processInstanceKey: string | null;
}

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program?.stop());

const entries = async (query = '') =>
  (await program.as('admin').get<{ items: Entry[] }>(`/audit?${query}`)).body.items;

test('a case is followed from who started it to who finished a task', async () => {
  const started = await program.as('admin').post<{ processInstanceKey: string }>('/process-instances', {
    bpmnProcessId: 'sauvegarde-base-sydam-world',
    variables: { dateSauvegarde: '2026-11-23', serveur: 'SYDAM-PROD' },
  });
  const key = started.body.processInstanceKey;
  const tasks = await program
    .as('cb-be')
    .get<{ items: { key: string }[] }>(`/tasks?processInstanceKey=${key}`);
  const task = tasks.body.items[0]?.key ?? '';
  expect((await program.as('cb-be').post(`/tasks/${task}/claim`)).status).toBe(200);
  expect((await program.as('gs').post(`/tasks/${task}/claim`)).status).toBe(403);
  expect((await program.as('cb-be').post(`/tasks/${task}/complete`, { variables: {} })).status).toBe(422);
  const found = await entries(`processInstanceKey=${key}`);
  expect(found.map(({ actor, action, outcome }) => [actor, action, outcome])).toEqual(
    expect.arrayContaining([
      ['admin', 'case.start', 'DONE'],
      ['cb-be', 'task.claim', 'DONE'],
    ]),
  );
  const ofTask = (await entries()).filter(({ subject }) => subject === task);
  expect(ofTask.map(({ actor, action, outcome }) => [actor, action, outcome]).reverse()).toEqual([
    ['cb-be', 'task.claim', 'DONE'],
    ['gs', 'task.claim', 'REFUSED'],
    ['cb-be', 'task.complete', 'REFUSED'],
  ]);
});

test('a wrong password is noted under the name that was typed, never with the password', async () => {
  expect((await person(program.url, 'dsi', 'mauvais-mot').get('/me')).status).toBe(401);
  const [last] = await entries('action=session.refuse');
  expect(last).toMatchObject({ actor: 'dsi', outcome: 'REFUSED' });
  expect(JSON.stringify(await entries('limit=200'))).not.toContain('mauvais-mot');
});

test('only administrators read it; it is intact, and comes as a table', async () => {
  expect((await program.as('responsable').get('/audit')).status).toBe(403);
  const verdict = await program.as('admin').get('/audit/verification');
  expect(verdict.body).toMatchObject({ ok: true });
  const { status, bytes } = await program.as('admin').download('/audit/export?action=session.refuse');
  expect(status).toBe(200);
  expect(bytes.toString('utf8')).toMatch(/^\ufeffposition;at;actor;[^]*;session\.refuse;REFUSED;dsi;/);
});
