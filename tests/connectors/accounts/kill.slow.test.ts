/** The program is killed (SIGKILL) at each step of making or changing an account or workstation: tried again, one of each. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../src/config/root';
import { createConnectors } from '../../../src/connectors/connectors';
import { createDefaultPasswords, type DefaultPasswords } from '../../../src/passwords/passwords';
import { openDatabase } from '../../../src/store/open';
import type { Database } from '../../../src/store/port';
import type { WorkerServices } from '../../../src/workers/services';
import { worker as createAccount } from '../../../workers/create-directory-account';
import { worker as changeAccount } from '../../../workers/change-directory-account';
import { worker as disableAccount } from '../../../workers/disable-directory-account';
import { worker as joinWorkstation } from '../../../workers/join-workstation';
import { worker as moveWorkstation } from '../../../workers/move-workstation';
import { worker as createMailbox } from '../../../workers/create-mailbox';
import { fillDataDir } from '../../kit/database';
import {
  agents,
  left,
  machines,
  port,
  portMachines,
  servicePassword,
  startLdapjs,
  type InMemory,
} from './directories';
import { secret, startGraph, type TestGraph } from './graph-server';

const secrets = { ANNUAIRE_PASSWORD: servicePassword, GRAPH_SECRET: secret };
const key = randomBytes(32);
const variables = {
  requerant: 'Awa Traoré',
  courrielRequerant: 'awa@douanes.example',
  matricule: '301245K',
  service: 'Bureau du Port',
  profil: 'Vérificateur',
  numeroDossier: 'L-2026-000001',
  login: 'atraore',
  nomPoste: 'ABJ-PORT-0042',
  poste: 'INV-2026-0042',
  site: 'Abidjan-Port',
};
const job = {
  jobKey: '4503599627370500',
  processInstanceKey: '4503599627370400',
  bpmnProcessId: 'gestion-comptes-utilisateurs',
  elementId: 'L6_traiter_demande',
  elementInstanceKey: '4503599627370450',
  headers: { candidateGroups: 'csa' },
  retries: 3,
  variables,
};
const viewer = { name: 'agent', groups: ['csa'] };

let directory: InMemory;
let graph: TestGraph;
beforeAll(async () => {
  directory = await startLdapjs('openldap');
  graph = await startGraph();
});
afterAll(async () => {
  await directory.stop();
  await graph.stop();
});

/** Runs the worker in a process of its own that kills itself where `fault` says. */
function attempt(fault: string, workerFile: string, dataDir: string, file: string): ChildProcess {
  const dist = (name: string) => JSON.stringify(path.join(projectRoot, 'dist', name));
  const text = `
    const fault = ${JSON.stringify(fault)};
    const die = () => process.kill(process.pid, 'SIGKILL');
    const wrap = (owner, name, label = name) => {
      const real = owner[name];
      owner[name] = async function (...args) {
        if (fault === 'before ' + label) die();
        const answer = await real.apply(this, args);
        if (fault === 'after ' + label) die();
        return answer;
      };
    };
    const { Client } = require('ldapts');
    for (const name of ['add', 'exop', 'modify', 'modifyDN']) wrap(Client.prototype, name);
    const realFetch = globalThis.fetch;
    globalThis.fetch = async (url, request) => {
      const creates = request?.method === 'POST' && String(url).endsWith('/users');
      if (creates && fault === 'before POST') die();
      const answer = await realFetch(url, request);
      if (creates && fault === 'after POST') die();
      return answer;
    };
    const { openDatabase } = require(${dist('src/store/open.js')});
    const { createConnectors } = require(${dist('src/connectors/connectors.js')});
    const { createDefaultPasswords } = require(${dist('src/passwords/passwords.js')});
    const { NameBook } = require(${dist('src/connectors/accounts/name-book.js')});
    wrap(NameBook.prototype, 'choose');
    const { worker } = require(${dist(workerFile)});
    openDatabase({ dataDir: ${JSON.stringify(dataDir)} }).then(async ({ knex }) => {
      const clock = () => new Date();
      const connectors = createConnectors({ file: ${JSON.stringify(file)}, read: (name) => process.env[name], knex, clock, timeZone: 'UTC' });
      const passwords = createDefaultPasswords({
        knex, clock, key: Buffer.from(process.env.PASSWORDS_KEY, 'base64'), rules: connectors.passwordRules, accountsOf: async () => [],
        reset: () => Promise.reject(new Error('Expected no password to be renewed, but one is')),
      });
      for (const name of ['prepare', 'publish']) wrap(passwords, name);
      const job = ${JSON.stringify(job)};
      await worker.handle(worker.input.parse(job.variables), job, { connectors, passwords, clock });
    });`;
  return spawn(process.execPath, ['-e', text], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...secrets, PASSWORDS_KEY: key.toString('base64') },
  });
}

interface Killed {
  readonly services: WorkerServices;
  readonly passwords: DefaultPasswords;
  readonly database: Database;
}

async function afterKill<T>(
  fault: string,
  workerFile: string,
  connectors: object,
  duringIt: (child: ChildProcess) => void,
  then: (killed: Killed) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-kill-'));
  try {
    const [dataDir, file] = [path.join(root, 'data'), path.join(root, 'connecteurs.yaml')];
    writeFileSync(file, JSON.stringify(connectors));
    await fillDataDir(dataDir);
    const child = attempt(fault, workerFile, dataDir, file);
    duringIt(child);
    const [, signal] = (await once(child, 'exit')) as [null, string];
    expect(signal).toBe('SIGKILL');
    const database = await openDatabase({ dataDir });
    try {
      const parts = { knex: database.knex, clock: () => new Date() };
      const read = (name: string) => (secrets as Readonly<Record<string, string>>)[name];
      const made = createConnectors({ file, read, timeZone: 'UTC', ownFolder: null, ...parts });
      const passwords = createDefaultPasswords({
        ...parts,
        key,
        rules: made.passwordRules,
        accountsOf: async () => [],
        reset: () => Promise.reject(new Error('Expected no password to be renewed, but one is')),
      });
      const services = { ...parts, connectors: made, passwords } as unknown as WorkerServices;
      return await then({ services, passwords, database });
    } finally {
      await database.close();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

type Output = Readonly<Record<string, unknown>>;

/** The one password that waits afterwards, and what the job came to. */
function killedThenTriedAgain(
  fault: string,
  workerFile: string,
  connectors: object,
  duringIt: (child: ChildProcess) => void,
  again: (services: WorkerServices) => Promise<Output>,
  names = 1,
): Promise<{ readonly output: Output; readonly password: string }> {
  return afterKill(fault, workerFile, connectors, duringIt, async ({ services, passwords, database }) => {
    const output = await again(services);
    const { waiting } = await passwords.of(viewer);
    expect(waiting).toHaveLength(1);
    expect(await database.knex('account_name')).toHaveLength(names);
    const { password } = await passwords.show(waiting[0]?.id ?? '', viewer);
    expect(JSON.stringify(output)).not.toContain(password);
    return { output, password };
  });
}

const killDuring = (fault: string) => (child: ChildProcess) => {
  const [when, operation = ''] = fault.split(' ');
  if (when === 'during') directory.memory.onceDone(operation, () => child.kill('SIGKILL'));
};

const context = { ...job, signal: new AbortController().signal };

test.each([
  'after prepare',
  'after choose',
  'during add',
  'after add',
  'during password',
  'after modify',
  'after publish',
])('an account whose maker is killed %s', async (fault) => {
  await directory.clear();
  directory.memory.writes.length = 0;
  const { output, password } = await killedThenTriedAgain(
    fault,
    'workers/create-directory-account.js',
    { directory: directory.settings() },
    killDuring(fault),
    async (services) =>
      (await createAccount.handle?.(createAccount.input.parse(variables), context, services)) ?? {},
  );
  expect(output).toMatchObject({ login: 'atraore', motDePasseAVoir: true });
  expect(directory.memory.writes.filter((one) => one.startsWith('add '))).toHaveLength(1);
  expect(await directory.entries('(mail=awa@douanes.example)')).toHaveLength(1);
  expect(await directory.signIn(`uid=atraore,${port}`, password)).toBe('');
  expect(await directory.mayLook(`uid=atraore,${port}`, password)).toBe(false);
});

const account = { objectClass: ['inetOrgPerson'], uid: ['atraore'], cn: ['Awa Traoré'], sn: ['Traoré'] };

test.each([
  'after prepare',
  'during modifyDN',
  'during password',
  'after exop',
  'after modify',
  'before publish',
])('a changed account whose changer is killed %s', async (fault) => {
  await directory.clear();
  await directory.add(`uid=atraore,${agents}`, account);
  const { output, password } = await killedThenTriedAgain(
    fault,
    'workers/change-directory-account.js',
    { directory: directory.settings() },
    killDuring(fault),
    async (services) =>
      (await changeAccount.handle?.(changeAccount.input.parse(variables), context, services)) ?? {},
    0,
  );
  expect(output).toMatchObject({ motDePasseAVoir: true });
  expect((await directory.entries('(uid=atraore)')).map(({ dn }) => dn)).toEqual([`uid=atraore,${port}`]);
  expect(await directory.signIn(`uid=atraore,${port}`, password)).toBe('');
});

test.each(['during modify', 'during modifyDN', 'after modifyDN'])(
  'a deactivated account whose work is killed %s',
  async (fault) => {
    await directory.clear();
    await directory.add(`uid=atraore,${agents}`, account);
    const connectors = { directory: directory.settings() };
    await afterKill(
      fault,
      'workers/disable-directory-account.js',
      connectors,
      killDuring(fault),
      ({ services }) =>
        Promise.resolve(disableAccount.handle?.(disableAccount.input.parse(variables), context, services)),
    );
    const found = await directory.entries('(uid=atraore)');
    expect(found.map(({ dn }) => dn)).toEqual([`uid=atraore,${left}`]);
    expect(JSON.stringify(found)).toContain('000001010000Z');
  },
);

test.each(['during add', 'after add'])('a workstation whose joining is killed %s', async (fault) => {
  await directory.clear();
  directory.memory.writes.length = 0;
  const connectors = { directory: directory.settings() };
  await afterKill(fault, 'workers/join-workstation.js', connectors, killDuring(fault), ({ services }) =>
    Promise.resolve(joinWorkstation.handle?.(joinWorkstation.input.parse(variables), context, services)),
  );
  expect(directory.memory.writes.filter((one) => one.startsWith('add '))).toHaveLength(1);
  const found = await directory.entries('(objectClass=device)');
  expect(found.map(({ dn }) => dn)).toEqual([`cn=ABJ-PORT-0042,${machines}`]);
});

test.each(['during modifyDN', 'after modifyDN'])('a workstation whose move is killed %s', async (fault) => {
  await directory.clear();
  await directory.add(`cn=ABJ-PORT-0042,${machines}`, { objectClass: ['device'], cn: ['ABJ-PORT-0042'] });
  const connectors = { directory: directory.settings() };
  await afterKill(fault, 'workers/move-workstation.js', connectors, killDuring(fault), ({ services }) =>
    Promise.resolve(moveWorkstation.handle?.(moveWorkstation.input.parse(variables), context, services)),
  );
  const found = await directory.entries('(objectClass=device)');
  expect(found.map(({ dn }) => dn)).toEqual([`cn=ABJ-PORT-0042,${portMachines}`]);
});

test.each(['after choose', 'during POST', 'after POST', 'before publish'])(
  'a mailbox whose maker is killed %s',
  async (fault) => {
    graph.clear();
    const { output, password } = await killedThenTriedAgain(
      fault,
      'workers/create-mailbox.js',
      { mailboxes: graph.settings() },
      (child) => {
        if (fault === 'during POST') {
          graph.fail('POST /users', { status: 0, after: true, then: () => child.kill('SIGKILL') });
        }
      },
      async (services) =>
        (await createMailbox.handle?.(createMailbox.input.parse(variables), context, services)) ?? {},
    );
    expect(output).toMatchObject({ adresseMail: 'awa.traore@douanes.example', motDePasseAVoir: true });
    expect(graph.users).toMatchObject([
      { passwordProfile: { password, forceChangePasswordNextSignIn: true } },
    ]);
  },
);
