/** Backups with real programs: what they leave, how they fail, what cannot be slipped into them. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { eventually } from '../kit/program';
import { postgresqlMissing, startPostgresql } from '../kit/postgresql';
import { openBackupPlace, type BackupPlace } from './kit';

let place: BackupPlace;
let lastKey = 100;
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Neither gone nor a zombie that nobody has asked about yet. */
const isRunning = (pid: string) =>
  existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

beforeEach(async () => {
  place = await openBackupPlace();
});
afterEach(() => place.dispose());

const command = (program: string, more: object = {}) => ({
  name: 'appli',
  servers: ['Appli'],
  kind: 'command',
  program,
  arguments: [],
  ...more,
});

describe('a directory', () => {
  const hostile = [
    '-rf',
    '--checkpoint-action=exec=sh x',
    '$(touch pirate)',
    'a\'b"c;d|e&f',
    'sur deux\nlignes',
    'été',
  ];

  it('is kept whole, whatever its files are called', async () => {
    for (const name of hostile) writeFileSync(path.join(place.source, name), name);
    symlinkSync('/etc/passwd', path.join(place.source, 'lien'));
    const backup = place.backup([
      { name: 'dossier', servers: ['Fichiers'], kind: 'directory', source: place.source },
    ]);
    const run = await backup.runOnce(jobOf(), ' fichiers ');
    expect(run.state).toBe('DONE');
    expect(run.sha256).toBe(sha256(run.file));
    const restored = path.join(place.root, 'essai');
    execFileSync('mkdir', [restored]);
    execFileSync('tar', ['-x', '-f', run.file, '-C', restored]);
    expect(readdirSync(restored).sort()).toEqual([...hostile, 'lien'].sort());
    for (const name of hostile) expect(readFileSync(path.join(restored, name), 'utf8')).toBe(name);
    expect(existsSync(path.join(place.root, 'pirate'))).toBe(false);
  });
});

describe('a command', () => {
  it('gets its arguments as they are written, and nothing of the case', async () => {
    const args = ['; touch pirate', '$(id)', '`id`', '| cat /etc/passwd', "' OR 1=1", '--', 'a b'];
    const program = place.script(
      'dire.cjs',
      'process.stdout.write(JSON.stringify([process.argv.slice(2), Object.keys(process.env)]))',
    );
    const backup = place.backup([command(program, { arguments: args, environment: { CLE: 'APPLI_CLE' } })], {
      APPLI_CLE: 'secret',
      AUTRE_SECRET: 'x',
    });
    const { file, said } = await backup.runOnce(jobOf(), 'Appli');
    const [got, variables] = JSON.parse(readFileSync(file, 'utf8')) as [string[], string[]];
    expect(got).toEqual(args);
    expect(variables).toContain('CLE');
    expect(variables).not.toContain('AUTRE_SECRET');
    expect(said).not.toContain('secret');
  });

  it.each(['../../etc/passwd', 'Appli; rm -rf /', '$(touch pirate)', '-x', 'Appli\0'])(
    'is not reached by a request for « %s »',
    async (server) => {
      const backup = place.backup([command('/bin/true')]);
      await expect(backup.runOnce(jobOf(), server)).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('Aucun plan de sauvegarde ne concerne'),
      });
      expect(await place.runs()).toEqual([]);
    },
  );

  it('that fails is a result with its report, kept for a later attempt', async () => {
    const program = place.script(
      'echec.cjs',
      'console.log("moitié"); console.error("Bande pleine"); process.exitCode = 3',
    );
    const backup = place.backup([command(program)]);
    const job = jobOf();
    const run = await backup.runOnce(job, 'Appli');
    expect(run).toMatchObject({ state: 'FAILED', size: null });
    expect(run.said).toBe('Le programme de sauvegarde s’est terminé avec le code 3.\nBande pleine');
    expect(await backup.runOnce(job, 'Appli')).toEqual(run);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it('that writes nothing has not made a backup', async () => {
    const run = await place.backup([command('/bin/true')]).runOnce(jobOf(), 'Appli');
    expect(run).toMatchObject({ state: 'FAILED', said: 'Le programme de sauvegarde n’a rien produit.' });
  });

  it('that hangs is ended with what it started, and may be tried again', async () => {
    const child = path.join(place.root, 'enfant');
    const program = place.script(
      'bloque.cjs',
      `const { spawn } = require('node:child_process');
       const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
       require('node:fs').writeFileSync(${JSON.stringify(child)}, String(pid));
       setInterval(() => console.log('encore'), 50);`,
    );
    const backup = place.backup([command(program, { limitMinutes: 0.03 })]);
    const job = jobOf();
    await expect(backup.runOnce(job, 'Appli')).rejects.toMatchObject({
      retryable: true,
      message: expect.stringMatching(/« appli » n’était pas terminée après .* minute/),
    });
    expect(readdirSync(place.folder)).toEqual([]);
    await eventually(
      async () => isRunning(readFileSync(child, 'utf8')),
      (running) => !running,
    );
    place.script('bloque.cjs', 'console.log("ok")');
    expect((await place.backup([command(program)]).runOnce(job, 'Appli')).state).toBe('DONE');
    expect(await place.runs()).toMatchObject([{ state: 'DONE', attempts: 2 }]);
  });

  it('that is not installed is told at once, and to whom it matters', async () => {
    const backup = place.backup([command('/nulle/part/sauver')]);
    await expect(backup.runOnce(jobOf(), 'Appli')).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('« /nulle/part/sauver » est introuvable'),
    });
    expect((await backup.check()).findings.join()).toContain('« /nulle/part/sauver » est introuvable');
  });
});

const missing = postgresqlMissing();
(missing === undefined ? describe : describe.skip)(
  `a PostgreSQL${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    it('is dumped, copied on the external disk, and can be restored from there', async () => {
      const server = await startPostgresql();
      try {
        const [from, to] = [await server.createDatabase(), await server.createDatabase()];
        const client = new Client({ connectionString: from });
        await client.connect();
        await client.query(
          'CREATE TABLE declaration AS SELECT i, md5(i::text) AS v FROM generate_series(1, 5000) i',
        );
        await client.end();
        const plan = {
          name: 'sydam',
          servers: ['SYDAM-PROD'],
          kind: 'pg_dump',
          databaseUrlFrom: 'SYDAM_URL',
        };
        const backup = place.backup([plan], { SYDAM_URL: from });
        expect(await backup.check()).toEqual({ ok: true, findings: ['1 plan(s) de sauvegarde prêt(s).'] });
        const job = jobOf();
        const run = await backup.runOnce(job, 'SYDAM-PROD');
        expect(run.said).toBe('');
        expect(run.state).toBe('DONE');

        const copyJob = { ...job, jobKey: `${job.jobKey}1` };
        expect(await backup.copyOnce(copyJob)).toEqual({
          supports: ['Disque dur externe'],
          reference: 'DX-07',
        });
        expect(await backup.copyOnce(copyJob)).toEqual({
          supports: ['Disque dur externe'],
          reference: 'DX-07',
        });
        expect(readdirSync(place.external)).toEqual([path.basename(run.file)]);
        const copy = path.join(place.external, path.basename(run.file));
        expect(sha256(copy)).toBe(run.sha256);

        execFileSync('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${to}`, copy]);
        const scratch = new Client({ connectionString: to });
        await scratch.connect();
        const { rows } = await scratch.query('SELECT count(*)::int AS n, max(v) AS v FROM declaration');
        await scratch.end();
        expect(rows).toMatchObject([{ n: 5000 }]);

        const lost = place.backup([plan], {
          SYDAM_URL: 'postgresql://postgres@localhost/absente?host=/nulle/part',
        });
        expect(await lost.runOnce(jobOf(), 'SYDAM-PROD')).toMatchObject({ state: 'FAILED' });
        expect((await lost.check()).findings.join()).toContain('la base de données ne répond pas');
        const unset = place.backup([plan]);
        await expect(unset.runOnce(jobOf(), 'SYDAM-PROD')).rejects.toMatchObject({
          retryable: false,
          message: expect.stringContaining('SYDAM_URL, qui est absente'),
        });
      } finally {
        await server.stop();
      }
    }, 120_000);
  },
);
