/** C, E, L and N on the whole program with both connectors: what the program does, who sees a password, what is kept. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import ldap from 'ldapjs';
import pino from 'pino';
import { readEnvironment } from '../../../src/config/environment';
import { startProgram, type Program } from '../../../src/main/program';
import { openDatabase } from '../../../src/store/open';
import { eventually, PASSWORD, person } from '../../kit/program';
import { accountRequest, complete, mailboxRequest, openTask, start } from '../people';
import {
  checkers,
  machines,
  port,
  portMachines,
  servicePassword,
  startLdapjs,
  type InMemory,
} from './directories';
import { decisionSku, mailSku, readersGroup, secret, startGraph, type TestGraph } from './graph-server';

interface Incident {
  readonly key: string;
  readonly processInstanceKey: string;
  readonly errorMessage: string;
}

const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-accounts-'));
const [dataDir, file] = [path.join(root, 'data'), path.join(root, 'connecteurs.yaml')];
let directory: InMemory;
let graph: TestGraph;
let program: Program;
let said = '';

beforeAll(async () => {
  directory = await startLdapjs('openldap');
  graph = await startGraph();
  writeFileSync(file, JSON.stringify({ directory: directory.settings(), mailboxes: graph.settings() }));
  const environment = readEnvironment({
    PORT: '0',
    GATEWAY_PORT: '0',
    MANAGEMENT_PORT: '0',
    INGEST_PORT: '0',
    DATA_DIR: dataDir,
    DEMO: 'true',
    DEMO_PASSWORD: PASSWORD,
    LOG_LEVEL: 'trace',
    CONNECTORS_FILE: file,
    PASSWORDS_KEY: randomBytes(32).toString('base64'),
    ANNUAIRE_PASSWORD: servicePassword,
    GRAPH_SECRET: secret,
  });
  const log = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said += chunk.toString('utf8');
      done();
    },
  });
  program = await startProgram(environment, pino({ level: 'trace' }, log));
  await program.deployed;
});
afterAll(async () => {
  await directory.stop();
  await graph.stop();
  rmSync(root, { recursive: true, force: true });
});

const as = (name: string) => person(program.url, name);

const variablesOf = async (key: string) =>
  (await as('admin').get<Record<string, unknown>>(`/process-instances/${key}/variables`)).body;

const incidentOf = (key: string) =>
  eventually(
    async () =>
      (await as('admin').get<{ items: Incident[] }>('/incidents')).body.items.find(
        (one) => one.processInstanceKey === key,
      ),
    (found) => found !== undefined,
  );

/** A person in a browser, without one. */
async function signIn(name: string) {
  const answer = await fetch(`${program.url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: program.url },
    body: new URLSearchParams({ identifiant: name, motDePasse: PASSWORD }),
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const call = async (method: string, place: string) => {
    const page = await fetch(`${program.url}${place}`, { method, headers: { cookie, origin: program.url } });
    return { status: page.status, cache: page.headers.get('cache-control'), text: await page.text() };
  };
  return { get: (place: string) => call('GET', place), post: (place: string) => call('POST', place) };
}

const showLink = (text: string) => /action="(\/mots-de-passe\/[^"]+\/afficher)"/u.exec(text)?.[1] ?? '';
const passwordIn = (text: string) =>
  (/<code class="secret">([^<]+)<\/code>/u.exec(text)?.[1] ?? '')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');

const shown: string[] = [];

test('L makes the account; its password is shown once, to the person; a refusal is an incident that one click ends', async () => {
  const key = await start(as('admin'), 'gestion-comptes-utilisateurs', {
    ...accountRequest,
    courrielRequerant: 'requerant@demo.example',
  });
  await complete(as('cb-bs'), key, 'L2_recevoir_demande', {});
  directory.memory.fail('add', new ldap.InsufficientAccessRightsError('no write access'), 'instead');
  await complete(as('csa'), key, 'L3_analyser_demande', { demandeRecevable: true, profil: 'Vérificateur' });
  const incident = await incidentOf(key);
  expect(incident?.errorMessage).toMatch(
    /^Le compte de service .* n’a pas le droit de faire cette opération/u,
  );
  expect((await as('admin').post(`/incidents/${incident?.key ?? ''}/resolve`)).status).toBe(200);
  await openTask(as('csa'), key, 'L7_mot_de_passe');

  const variables = await variablesOf(key);
  expect(JSON.stringify(variables)).toContain('atraore');
  const person_ = await signIn('requerant');
  const before = await person_.get('/mots-de-passe');
  expect(before).toMatchObject({ status: 200, cache: expect.stringContaining('no-store') });
  expect(before.text).toContain('Afficher le mot de passe une seule fois');
  const link = showLink(before.text);
  for (const name of ['csa', 'admin', 'dsi']) {
    const other = await signIn(name);
    expect(showLink((await other.get('/mots-de-passe')).text)).toBe('');
    expect((await other.post(link)).status).toBe(404);
  }
  const page = await person_.post(link);
  expect(page).toMatchObject({ status: 200, cache: expect.stringContaining('no-store') });
  const password = passwordIn(page.text);
  expect(await directory.signIn(`uid=atraore,${port}`, password)).toBe('');
  expect(await directory.mayLook(`uid=atraore,${port}`, password)).toBe(false);
  shown.push(password);
  expect((await person_.post(link)).status).toBe(409);
  expect((await person_.get('/mots-de-passe')).text).not.toContain(password);
  expect((await (await signIn('admin')).get('/mots-de-passe')).text).toMatch(/atraore[\s\S]*Vu, effacé/u);
  expect((await directory.entries(`(member=uid=atraore,${port})`)).map(({ dn }) => dn)).toContain(checkers);

  await complete(as('csa'), key, 'L7_mot_de_passe', { motDePasseCommunique: true, changementRappele: true });
  const mails = JSON.stringify((await as('admin').get('/mailbox')).body);
  expect(mails).not.toContain(password);
});

test('L changes and deactivates that account; without an account here, the CSA sees the new password', async () => {
  const request = {
    requerant: 'Awa Traoré',
    courrielRequerant: 'awa@douanes.example',
    service: 'Bureau du Port',
    categorieUsager: 'douanier',
    login: 'atraore',
    motif: 'Nouvelles fonctions.',
  };
  const changed = await start(as('admin'), 'gestion-comptes-utilisateurs', {
    ...request,
    typeDemande: 'modification',
  });
  await complete(as('cb-bs'), changed, 'L2_recevoir_demande', {});
  await complete(as('csa'), changed, 'L3_analyser_demande', { demandeRecevable: true, profil: 'Lecteur' });
  await openTask(as('csa'), changed, 'L7_mot_de_passe');
  const csa = await signIn('csa');
  const page = await csa.post(showLink((await csa.get('/mots-de-passe')).text));
  const password = passwordIn(page.text);
  expect(await directory.signIn(`uid=atraore,${port}`, password)).toBe('');
  shown.push(password);

  const ended = await start(as('admin'), 'gestion-comptes-utilisateurs', {
    ...request,
    typeDemande: 'désactivation',
  });
  await complete(as('cb-bs'), ended, 'L2_recevoir_demande', {});
  await complete(as('csa'), ended, 'L3_analyser_demande', { demandeRecevable: true });
  await eventually(
    async () => (await as('admin').get<{ state: string }>(`/process-instances/${ended}`)).body.state,
    (state) => state === 'COMPLETED',
  );
  expect(await directory.signIn(`uid=atraore,${port}`, password)).not.toBe('');
});

test('a directory that stays down is an incident after the retries, and nothing is lost', async () => {
  const key = await start(as('admin'), 'gestion-comptes-utilisateurs', {
    ...accountRequest,
    requerant: 'Issa Koné',
    courrielRequerant: 'issa@douanes.example',
  });
  await complete(as('cb-bs'), key, 'L2_recevoir_demande', {});
  directory.memory.fail('add', new ldap.UnavailableError('shutting down'), 'instead', 3);
  await complete(as('csa'), key, 'L3_analyser_demande', { demandeRecevable: true, profil: 'Lecteur' });
  const incident = await incidentOf(key);
  expect(incident?.errorMessage).toMatch(/^L’annuaire ldaps:.* est occupé ou indisponible/u);
  expect(await directory.entries('(uid=ikone)')).toEqual([]);
  expect((await as('admin').post(`/incidents/${incident?.key ?? ''}/resolve`)).status).toBe(200);
  await openTask(as('csa'), key, 'L7_mot_de_passe');
  expect(await directory.entries('(uid=ikone)')).toHaveLength(1);
});

test('E makes the mailbox and gives the licence, when Graph lets it', async () => {
  graph.fail('POST /users', { status: 429, headers: { 'retry-after': '1' } });
  const key = await start(as('admin'), 'creation-compte-mail', mailboxRequest);
  await complete(as('cssum'), key, 'E2_verifier', { referencesExactes: true, mailExiste: false });
  await openTask(as('cb-bas'), key, 'E5_parametres');
  expect(graph.users).toMatchObject([{ userPrincipalName: 'fatou.diallo@douanes.example' }]);
  expect([...graph.licences.values()]).toEqual([new Set([mailSku])]);
  const chief = await signIn('cb-bas');
  const page = await chief.post(showLink((await chief.get('/mots-de-passe')).text));
  const password = passwordIn(page.text);
  expect(graph.users).toMatchObject([{ passwordProfile: { password } }]);
  shown.push(password);
  await complete(as('cb-bas'), key, 'E5_parametres', { parametres: 'Connexion par outlook.office.com.' });
});

test('N gives the licence of the decision-support system and the groups of the profile', async () => {
  const key = await start(as('admin'), 'gestion-comptes-systeme-decisionnel', {
    requerant: 'Fatou Diallo',
    courrielRequerant: 'fatou.diallo@douanes.example',
    service: 'Direction des Statistiques',
    typeDemande: 'création',
    profil: 'Lecteur',
    motif: 'Suivi mensuel des recettes.',
    piecesRecues: ['Une copie de la décision d’affectation du requérant'],
  });
  await complete(as('cb-bd'), key, 'N2_recevoir_demande', {});
  await complete(as('cssd'), key, 'N3_analyser_demande', { demandeRecevable: true });
  await openTask(as('cssd'), key, 'N8_configurer_poste');
  const id = graph.users[0]?.id ?? '';
  expect(graph.licences.get(id)).toEqual(new Set([mailSku, decisionSku]));
  expect(graph.members.get(readersGroup)).toEqual(new Set([id]));
});

test('C names the workstation, joins it and moves it to its site', async () => {
  const key = await start(as('admin'), 'jonction-postes-domaine', {
    poste: 'INV-2026-0042',
    site: 'Abidjan-Port',
    utilisateur: 'Awa Traoré',
  });
  await complete(as('agent-bit'), key, 'C2_verifier_caracteristiques', {
    systeme: 'windows-11',
    memoireGo: 8,
  });
  await complete(as('agent-bit'), key, 'C4_verifier_nomenclature', {
    nomPoste: 'PC-1',
    nomenclatureConforme: false,
  });
  await openTask(as('agent-bas'), key, 'C7_migrer_profil');
  expect((await directory.entries('(cn=ABJ-PORT-0001)')).map(({ dn }) => dn)).toEqual([
    `cn=ABJ-PORT-0001,${machines}`,
  ]);
  await complete(as('agent-bas'), key, 'C7_migrer_profil', { profilMigre: true });
  await eventually(
    async () => (await as('admin').get<{ state: string }>(`/process-instances/${key}`)).body.state,
    (state) => state === 'COMPLETED',
  );
  expect((await directory.entries('(cn=ABJ-PORT-0001)')).map(({ dn }) => dn)).toEqual([
    `cn=ABJ-PORT-0001,${portMachines}`,
  ]);
});

test('no password is in any table, file or log', async () => {
  await program.stop();
  expect(shown).toHaveLength(3);
  expect(shown.every((one) => one.length === 16)).toBe(true);
  const secrets = [...shown, servicePassword, secret];
  const database = await openDatabase({ dataDir });
  try {
    const tables: unknown[] = await database
      .knex('information_schema.tables')
      .where({ table_schema: 'public' })
      .pluck('table_name');
    expect(tables.length).toBeGreaterThan(20);
    const withLogin: string[] = [];
    for (const table of tables.map(String)) {
      const rows: unknown[] = await database.knex
        .select(database.knex.raw('t::text as text'))
        .from(`${table} as t`);
      const text = JSON.stringify(rows);
      if (text.includes('atraore')) withLogin.push(table);
      const hexes = secrets.map((one) => Buffer.from(one).toString('hex'));
      expect([table, [...secrets, ...hexes].filter((one) => text.includes(one))]).toEqual([table, []]);
    }
    // What is there is found.
    expect(withLogin).toEqual(expect.arrayContaining(['one_time_password', 'rm_variable']));
  } finally {
    await database.close();
  }
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const holding = (texts: readonly string[]) =>
    files.filter((one) => {
      const bytes = readFileSync(path.join(one.parentPath, one.name));
      return texts.some((text) => bytes.includes(text));
    });
  expect(holding(['atraore']).length).toBeGreaterThan(0);
  expect(holding(secrets).map(({ name }) => name)).toEqual([]);
  expect(said.length).toBeGreaterThan(1000);
  expect(secrets.filter((one) => said.includes(one))).toEqual([]);
});
