/** What keeps an application from being stopped: no agreement of the DSI where one is needed, users not told. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createApplications } from '../../src/connectors/application/applications';
import { applicationSettings } from '../../src/connectors/application/settings';
import type { WorkerServices } from '../../src/workers/services';
import { worker } from '../../workers/stop-application';
import { runJob } from '../../src/workers/host/run-job';
import { jobOf, now, openTestServices, silent, type TestServices } from './kit';

let open: TestServices;
let services: WorkerServices;
let root: string;
let validatedBy: string | null;
const stopped = () => existsSync(path.join(root, 'arret'));

beforeAll(async () => {
  open = await openTestServices();
});
afterAll(() => open.dispose());

beforeEach(() => {
  validatedBy = 'dsi';
  root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-arret-'));
  const program = path.join(root, 'arreter');
  writeFileSync(program, `#!/bin/sh\ntouch ${path.join(root, 'arret')}\n`, { mode: 0o755 });
  const settings = applicationSettings.parse([
    {
      name: 'SYDAM World',
      stop: { program },
      start: { program: '/bin/true' },
      test: { program: '/bin/true' },
    },
  ]);
  const { knex } = open.database;
  const applications = createApplications({
    settings,
    knex,
    read: (name) => process.env[name],
    clock: () => now,
    timeZone: 'Africa/Abidjan',
  });
  services = {
    ...open.services,
    connectors: { ...open.services.connectors, applications },
    provenance: async (job) => [{ ...job, bpmnProcessId: 'arret-application-sydam-world' }],
    completedBy: async (_, elementId) => (elementId === 'S4_valider' ? validatedBy : null),
    account: async (name) => ({ groups: [name], roles: ['agent'] }),
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const told = { application: 'SYDAM World', dateArret: '2026-03-16', heureArret: '08:00' };
const run = (variables: Readonly<Record<string, unknown>>) =>
  runJob(
    worker,
    jobOf({ variables, bpmnProcessId: 'arret-application-sydam-world' }),
    services,
    silent,
    new AbortController().signal,
  );

it.each([
  [{ typeArret: 'programmé', integrationChangements: false }],
  [{ typeArret: 'programmé', integrationChangements: true, accordDsi: true }],
  [{ typeArret: 'non programmé', accordDsi: true }],
])('%j: the application is stopped', async (variables) => {
  expect(await run({ ...told, ...variables })).toEqual({
    kind: 'complete',
    variables: { heureArretEffective: '08:00' },
  });
  expect(stopped()).toBe(true);
});

it.each([
  [{ typeArret: 'programmé', integrationChangements: true }],
  [{ typeArret: 'programmé', integrationChangements: true, accordDsi: false }],
  [{ typeArret: 'programmé' }],
  [{ typeArret: 'non programmé' }],
  [{ typeArret: 'non programmé', integrationChangements: false, accordDsi: null }],
])('%j: the agreement is missing, and nothing is stopped', async (variables) => {
  expect(await run({ ...told, ...variables })).toMatchObject({
    kind: 'fail',
    retries: 0,
    errorMessage: expect.stringContaining('L’accord du DSI est requis'),
  });
  expect(stopped()).toBe(false);
});

it.each([[{ heureArret: null }], [{ dateArret: undefined }], [{ heureArret: '' }]])(
  '%j: the users were not told, and nothing is stopped',
  async (variables) => {
    const programmed = { typeArret: 'programmé', integrationChangements: false };
    expect(await run({ ...told, ...programmed, ...variables })).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringContaining('n’ont pas été prévenus'),
    });
    expect(stopped()).toBe(false);
  },
);

it.each([[null], ['agent-ssa'], ['sdsp']])(
  'a variable says that the DSI agrees, but the step was completed by %j: nothing is stopped',
  async (account) => {
    validatedBy = account;
    expect(await run({ ...told, typeArret: 'non programmé', accordDsi: true })).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringContaining('attend l’accord d’un membre du groupe « dsi »'),
    });
    expect(stopped()).toBe(false);
    const programmed = { typeArret: 'programmé', integrationChangements: false };
    expect(await run({ ...told, ...programmed })).toMatchObject({ kind: 'complete' });
  },
);
