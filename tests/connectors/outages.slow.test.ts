/**
 * Outages of outside systems in the whole program (that of the mail server: tests/mail/outage.test.ts): the step is
 * tried again, later each time, then an incident says in plain French what is wrong; once it is mended, one click (the
 * button's call) and the case goes on, with nothing lost and nothing twice.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openGate, type Gate } from '../kit/gate';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';
import { mountSmallDisk, smallDiskMissing, type SmallDisk } from '../kit/small-disk';
import { servicePassword, startLdapjs, type InMemory } from './accounts/directories';
import { secret, startGraph, type TestGraph } from './accounts/graph-server';
import { accountRequest, complete, mailboxRequest, openTask, start, type Items } from './people';

jest.setTimeout(240_000);

interface Incident {
  readonly key: string;
  readonly processInstanceKey: string;
  readonly errorMessage: string;
}
interface JobRecord {
  readonly key: number;
  readonly valueType: string;
  readonly intent: string;
  readonly timestamp: number;
  readonly value: {
    readonly type: string;
    readonly retries: number;
    readonly retryBackoff: number;
    readonly errorMessage: string;
  };
}

const noDisk = smallDiskMissing();
const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-outages-'));
const place = (name: string): string => path.join(root, name);
let directory: InMemory;
let gate: Gate;
let graph: TestGraph;
let disk: SmallDisk | undefined;
let program: TestProgram;
const admin = () => program.as('admin');

beforeAll(async () => {
  directory = await startLdapjs('openldap');
  gate = await openGate(directory.memory.port);
  graph = await startGraph();
  mkdirSync(place('source'));
  writeFileSync(path.join(place('source'), 'grand'), Buffer.alloc(4 * 1024 ** 2, 'x'));
  if (noDisk === undefined) disk = mountSmallDisk(place('sauvegardes'), 2);
  else mkdirSync(place('sauvegardes'));
  const hanging = `#!/bin/sh\n[ -e ${place('gere')} ] && echo données && exit\nexec sleep 600\n`;
  writeFileSync(place('sauver'), hanging, { mode: 0o755 });
  const backup = {
    folder: place('sauvegardes'),
    plans: [
      {
        name: 'sydam',
        servers: ['SYDAM-PROD'],
        kind: 'command',
        program: place('sauver'),
        arguments: [],
        limitMinutes: 0.01,
      },
      { name: 'fichiers', servers: ['Messagerie et annuaire'], kind: 'directory', source: place('source') },
    ],
  };
  writeFileSync(
    place('connecteurs.yaml'),
    JSON.stringify({
      backup,
      directory: directory.settings({ url: `ldaps://localhost:${gate.port}` }),
      mailboxes: graph.settings(),
    }),
  );
  program = await startTestProgram({
    CONNECTORS_FILE: place('connecteurs.yaml'),
    PASSWORDS_KEY: randomBytes(32).toString('base64'),
    ANNUAIRE_PASSWORD: servicePassword,
    GRAPH_SECRET: secret,
  });
});
afterAll(async () => {
  await program.stop();
  await gate.close();
  await directory.stop();
  await graph.stop();
  disk?.unmount();
  rmSync(root, { recursive: true, force: true });
});

/** What the job's attempts came to, in order. */
async function failures(key: string, type: string): Promise<readonly JobRecord[]> {
  const { body } = await admin().get<Items<JobRecord>>(`/process-instances/${key}/records?limit=200`);
  return body.items.filter(
    ({ valueType, intent, value }) => valueType === 'JOB' && intent === 'FAILED' && value.type === type,
  );
}

/** Lets every pause between attempts pass, by the engine's clock; resolves with what each attempt came to. */
async function untilNoRetryIsLeft(key: string, type: string): Promise<readonly JobRecord[]> {
  for (let attempt = 1; ; attempt += 1) {
    const failed = await eventually(
      () => failures(key, type),
      (all) => all.length >= attempt,
    );
    const last = failed.at(-1);
    if (last === undefined || last.value.retries === 0) return failed;
    expect(await incidentOf(key)).toBeUndefined();
    await program.clock.advanceTo(last.timestamp + last.value.retryBackoff + 1);
  }
}

const incidentOf = async (key: string): Promise<Incident | undefined> =>
  (await admin().get<Items<Incident>>('/incidents?state=CREATED')).body.items.find(
    ({ processInstanceKey }) => processInstanceKey === key,
  );

/** Three attempts, and an incident that `says` so; the person's one click. */
async function incidentThenClick(
  key: string,
  type: string,
  says: RegExp,
  mend: (failed: readonly JobRecord[]) => unknown,
) {
  const failed = await untilNoRetryIsLeft(key, type);
  expect(failed.map(({ value }) => value.retries)).toEqual([2, 1, 0]);
  for (const { value } of failed.slice(0, 2))
    expect(value.errorMessage).toContain('Un nouvel essai aura lieu de lui-même.');
  const incident = await eventually(
    () => incidentOf(key),
    (found) => found !== undefined,
  );
  expect(incident?.errorMessage).toMatch(says);
  expect(incident?.errorMessage).toMatch(/relancez l’étape/u);
  expect(incident?.errorMessage).not.toMatch(/Un nouvel essai|ECONN|ENOSPC|at .*\.js/u);
  await mend(failed);
  const clicked = await admin().post(`/incidents/${incident?.key ?? ''}/resolve`);
  expect([clicked.status, clicked.body]).toEqual([200, expect.anything()]);
  return failed;
}

/** Files of the step, half written ones too. The clock's leaps may start R's daily backup beside it. */
const filesOf = ([attempt]: readonly JobRecord[]): readonly string[] =>
  readdirSync(place('sauvegardes')).filter((name) => name.includes(`-${attempt?.key}.`));

test('a directory that refuses connections', async () => {
  const key = await start(admin(), 'gestion-comptes-utilisateurs', accountRequest);
  await complete(program.as('cb-bs'), key, 'L2_recevoir_demande', {});
  await gate.close();
  await complete(program.as('csa'), key, 'L3_analyser_demande', {
    demandeRecevable: true,
    profil: 'Lecteur',
  });
  await incidentThenClick(
    key,
    'create-directory-account',
    /^L’annuaire ldaps:\S+ ne répond pas : il refuse la connexion\./u,
    () => gate.open(),
  );
  await openTask(admin(), key, 'L7_mot_de_passe');
  expect(await directory.entries('(uid=atraore*)')).toHaveLength(1);
});

test('a Graph that throttles, and asks for ten minutes', async () => {
  const throttled = { status: 429, headers: { 'retry-after': '600' } };
  graph.fail('POST /users', throttled, throttled, throttled);
  const key = await start(admin(), 'creation-compte-mail', mailboxRequest);
  await complete(program.as('cssum'), key, 'E2_verifier', { referencesExactes: true, mailExiste: false });
  const failed = await incidentThenClick(
    key,
    'create-mailbox',
    /^Microsoft 365 demande d’aller moins vite/u,
    () => undefined,
  );
  const pauses = failed.slice(0, 2).map(({ value }) => value.retryBackoff);
  expect(pauses).toEqual([600_000, 600_000]);
  await openTask(admin(), key, 'E5_parametres');
  expect(graph.users).toMatchObject([{ userPrincipalName: 'fatou.diallo@douanes.example' }]);
});

test('a backup that hangs', async () => {
  const key = await start(admin(), 'sauvegarde-base-sydam-world', {
    dateSauvegarde: '2026-11-23',
    serveur: 'SYDAM-PROD',
  });
  const failed = await incidentThenClick(
    key,
    'run-backup',
    /^La sauvegarde « sydam » n’était pas terminée après .* minute\(s\) : elle a été arrêtée\./u,
    () => writeFileSync(place('gere'), ''),
  );
  await openTask(admin(), key, 'R3_verifier');
  expect(filesOf(failed)).toEqual([`sydam-${failed[0]?.key}.sauvegarde`]);
});

(noDisk === undefined ? test : test.skip)(`a disk that fills (${noDisk ?? 'a tmpfs of 2 MB'})`, async () => {
  const key = await start(admin(), 'sauvegarde-serveurs', {
    origine: 'plan',
    serveur: 'Messagerie et annuaire',
    reference: 'PS-2026-04',
    dateSauvegarde: '2026-11-23',
  });
  const failed = await incidentThenClick(
    key,
    'run-backup',
    /^Le disque qui reçoit les sauvegardes \(\S+\) est plein\. Libérez de l’espace, puis relancez l’étape\.$/u,
    (attempts) => {
      expect(filesOf(attempts)).toEqual([]);
      disk?.resize(16);
    },
  );
  await openTask(admin(), key, 'D3_verifier');
  expect(filesOf(failed)).toEqual([`fichiers-${failed[0]?.key}.tar`]);
  const { body } = await admin().get<Items<{ name: string; value: unknown }>>(
    `/process-instances/${key}/variables`,
  );
  expect(body.items).toContainEqual(expect.objectContaining({ name: 'statutSauvegarde', value: 'succès' }));
});
