/** Backups restored to see that they can be: a real PostgreSQL, real folders, what is found when one is damaged. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { reportOf } from '../../src/connectors/backup/report';
import { postgresqlMissing, startPostgresql, type TestServer } from '../kit/postgresql';
import { openBackupPlace, type BackupPlace } from './kit';

let place: BackupPlace;
let lastKey = 700;
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });

beforeEach(async () => {
  place = await openBackupPlace();
});
afterEach(() => place.dispose());

describe('a directory', () => {
  const planOf = (more: object = {}) => ({
    name: 'dossier',
    servers: ['Fichiers'],
    kind: 'directory',
    source: place.source,
    verify: { folder: place.scratch },
    ...more,
  });
  const fill = () => {
    mkdirSync(path.join(place.source, 'sous-dossier'));
    for (const name of ['a', 'sous-dossier/b', '-rf', '$(touch pirate)\nx'])
      writeFileSync(path.join(place.source, name), `contenu de ${name}`);
    symlinkSync('nulle-part', path.join(place.source, 'lien'));
  };

  it('is unpacked beside, compared, and the scratch folder is empty again', async () => {
    fill();
    const backup = place.backup([planOf()]);
    expect((await backup.check()).ok).toBe(true);
    const run = await backup.runOnce(jobOf(), 'Fichiers');
    expect(run).toMatchObject({
      state: 'DONE',
      verification: 'Dossier restauré à l’essai : 4 fichier(s) comparé(s).',
    });
    expect(reportOf(run)).toContain('Dossier restauré à l’essai : 4 fichier(s) comparé(s).');
    expect(readdirSync(place.scratch)).toEqual([]);
  });

  it('that the archive holds wrongly is a failed backup that names the files', async () => {
    fill();
    // What tar wrote is damaged before it is unpacked: one byte of a file's content.
    const tar = place.script(
      'tar',
      `const { spawnSync } = require('node:child_process');
       const made = spawnSync('/usr/bin/tar', process.argv.slice(2), { stdio: ['ignore', 'pipe', 'inherit'] });
       if (process.argv[2] === '-c') process.stdout.write(made.stdout.toString('latin1').replace('contenu de a', 'contenu de A'), 'latin1');
       process.exitCode = made.status;`,
    );
    const backup = place.backup([planOf()], { PATH: `${path.dirname(tar)}:${process.env['PATH']}` });
    const job = jobOf();
    const run = await backup.runOnce(job, 'Fichiers');
    expect(run).toMatchObject({
      state: 'FAILED',
      verification: '1 fichier(s) absent(s) ou différent(s) après restauration : "a".',
    });
    expect(reportOf(run)).toContain('sauvegarde en échec');
    expect(readdirSync(place.scratch)).toEqual([]);
    expect(await backup.copyOnce({ ...job, jobKey: `${job.jobKey}9` })).toBeNull();
  });

  it('that changes meanwhile is not blamed on the backup', async () => {
    fill();
    // As a busy file server does: a file is written, and one removed, once the archive is made.
    const tar = place.script(
      'tar',
      `const { spawnSync } = require('node:child_process');
       const { status } = spawnSync('/usr/bin/tar', process.argv.slice(2), { stdio: 'inherit' });
       if (process.argv[2] === '-c') require('node:fs').writeFileSync(${JSON.stringify(path.join(place.source, 'a'))}, 'plus tard');
       process.exitCode = status;`,
    );
    const backup = place.backup([planOf()], { PATH: `${path.dirname(tar)}:${process.env['PATH']}` });
    expect(await backup.runOnce(jobOf(), 'Fichiers')).toMatchObject({
      state: 'DONE',
      verification: expect.stringContaining('1 modifié(s) depuis le début de la sauvegarde.'),
    });
  });
});

describe('a command', () => {
  it('has its backup read by the program that checks it', async () => {
    const [save, check] = [
      place.script('sauver.cjs', 'process.stdout.write("bon contenu")'),
      place.script(
        'verifier.cjs',
        `const text = require('node:fs').readFileSync(0, 'utf8');
         console.error('lu : ' + text);
         process.exitCode = text === process.argv[2] ? 0 : 4;`,
      ),
    ];
    const planOf = (expected: string) => ({
      name: 'appli',
      servers: ['Appli'],
      kind: 'command',
      program: save,
      arguments: [],
      verify: { program: check, arguments: [expected] },
    });
    expect(await place.backup([planOf('bon contenu')]).runOnce(jobOf(), 'Appli')).toMatchObject({
      state: 'DONE',
      verification: 'Le programme de vérification accepte la sauvegarde.\nlu : bon contenu',
    });
    expect(await place.backup([planOf('autre')]).runOnce(jobOf(), 'Appli')).toMatchObject({
      state: 'FAILED',
      verification: 'Le programme de vérification refuse la sauvegarde (code 4).\nlu : bon contenu',
    });
  });

  it('whose check hangs keeps its backup, and only the check is tried again', async () => {
    const count = path.join(place.root, 'fois');
    const save = place.script(
      'sauver.cjs',
      `require('node:fs').appendFileSync(${JSON.stringify(count)}, 'x'); process.stdout.write('ok')`,
    );
    place.script('verifier.cjs', 'setInterval(() => {}, 1000)');
    const plan = {
      name: 'appli',
      servers: ['Appli'],
      kind: 'command',
      program: save,
      arguments: [],
      limitMinutes: 0.03,
      verify: { program: path.join(place.root, 'verifier.cjs'), arguments: [] },
    };
    const job = jobOf();
    await expect(place.backup([plan]).runOnce(job, 'Appli')).rejects.toMatchObject({
      retryable: true,
      message: expect.stringContaining('restauration d’essai n’était pas terminée'),
    });
    place.script('verifier.cjs', '');
    expect(await place.backup([plan]).runOnce(job, 'Appli')).toMatchObject({ state: 'DONE' });
    expect(readFileSync(count, 'utf8')).toBe('x');
  });
});

const missing = postgresqlMissing();
(missing === undefined ? describe : describe.skip)(
  `a PostgreSQL${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let server: TestServer;
    let from: string;
    let scratch: string;
    const databases = async () => {
      const client = new Client({ connectionString: scratch });
      await client.connect();
      const { rows } = await client.query<{ name: string }>(
        "SELECT datname AS name FROM pg_database WHERE datname LIKE 'logigramme\\_essai%'",
      );
      await client.end();
      return rows;
    };
    const planOf = (more: object = {}) => ({
      name: 'sydam',
      servers: ['SYDAM-PROD'],
      kind: 'pg_dump',
      databaseUrlFrom: 'SYDAM_URL',
      verify: { databaseUrlFrom: 'ESSAI_URL', ...more },
    });

    beforeAll(async () => {
      server = await startPostgresql();
      [from, scratch] = [await server.createDatabase(), await server.createDatabase()];
      const client = new Client({ connectionString: from });
      await client.connect();
      await client.query('CREATE TABLE declaration AS SELECT i FROM generate_series(1, 5000) i');
      await client.query(`CREATE SCHEMA "l'autre"; CREATE TABLE "l'autre"."a ""b; DROP" AS SELECT 1 AS n`);
      await client.end();
    }, 60_000);
    afterAll(() => server.stop());

    it('is restored into a database of its own, which is gone afterwards', async () => {
      const backup = place.backup([planOf()], { SYDAM_URL: from, ESSAI_URL: scratch });
      expect(await backup.check()).toMatchObject({ ok: true });
      expect(await backup.runOnce(jobOf(), 'SYDAM-PROD')).toMatchObject({
        state: 'DONE',
        verification: 'Base restaurée à l’essai : 2 table(s), 5001 ligne(s).',
      });
      expect(await databases()).toEqual([]);
    }, 60_000);

    it('whose dump is damaged is a failed backup', async () => {
      const dump = place.script(
        'dump.cjs',
        `const { spawnSync } = require('node:child_process');
         const { stdout } = spawnSync('pg_dump', process.argv.slice(2));
         process.stdout.write(stdout.subarray(0, stdout.length - 2000));`,
      );
      const backup = place.backup([{ ...planOf(), program: dump }], { SYDAM_URL: from, ESSAI_URL: scratch });
      expect(await backup.runOnce(jobOf(), 'SYDAM-PROD')).toMatchObject({
        state: 'FAILED',
        verification: expect.stringMatching(/^La base d’essai n’a pas pu être restaurée \(code 1\)\.\n.*/),
      });
      expect(await databases()).toEqual([]);
    }, 60_000);

    it('whose scratch server is away waits for it: the backup is not made again', async () => {
      const job = jobOf();
      const away = place.backup([planOf()], {
        SYDAM_URL: from,
        ESSAI_URL: 'postgresql://postgres@localhost/x?host=/nulle/part',
      });
      await expect(away.runOnce(job, 'SYDAM-PROD')).rejects.toMatchObject({
        retryable: true,
        message: expect.stringContaining('le serveur de la restauration d’essai'),
      });
      const [before] = await place.runs();
      const back = place.backup([planOf()], { SYDAM_URL: from, ESSAI_URL: scratch });
      expect(await back.runOnce(job, 'SYDAM-PROD')).toMatchObject({ state: 'DONE' });
      expect(await place.runs()).toMatchObject([{ started_at: before?.['started_at'] }]);
      expect(readdirSync(place.folder)).toHaveLength(1);
    }, 60_000);
  },
);
