/** An application that real commands stop, start and test: once, in words for people, nothing injected. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createApplications } from '../../src/connectors/application/applications';
import { applicationSettings } from '../../src/connectors/application/settings';
import { projectRoot } from '../../src/config/root';
import { openDatabase } from '../../src/store/open';
import { fillDataDir, openPgliteTestDatabase, type TestDatabase } from '../kit/database';

let root: string;
let lastKey = Date.now();
const place = (name: string) => path.join(root, name);
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey) });
const script = (name: string, text: string) => {
  writeFileSync(place(name), `#!${process.execPath}\nconst fs = require('node:fs');\n${text}`, {
    mode: 0o755,
  });
  return place(name);
};
const log = () =>
  existsSync(place('journal')) ? readFileSync(place('journal'), 'utf8').trim().split('\n') : [];
const isUp = () => existsSync(place('en-marche'));

/** Stopped: no file `en-marche`. Each command leaves a line in the journal. */
const settingsOf = (more: object = {}) => {
  const [journal, up] = [JSON.stringify(place('journal')), JSON.stringify(place('en-marche'))];
  return applicationSettings.parse([
    {
      name: 'SYDAM World',
      stop: {
        program: script(
          'arreter',
          `fs.appendFileSync(${journal}, 'arrêt\\n'); fs.rmSync(${up}, { force: true });`,
        ),
      },
      start: {
        program: script(
          'demarrer',
          `fs.appendFileSync(${journal}, 'démarrage\\n'); fs.writeFileSync(${up}, '');`,
        ),
      },
      test: {
        program: script(
          'tester',
          `if (!fs.existsSync(${up})) { console.error('Connexion refusée'); process.exitCode = 1; }`,
        ),
      },
      readyWithinMinutes: 0.001,
      ...more,
    },
  ]);
};

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-application-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const parts = {
  read: (name: string) => process.env[name],
  clock: () => new Date('2026-11-25T20:02:31Z'),
  timeZone: 'Africa/Abidjan',
  pauseMillis: 20,
};

describe('an application', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openPgliteTestDatabase();
  });
  afterAll(() => database.dispose());
  const applications = (more: object = {}, variables: Readonly<Record<string, string>> = {}) =>
    createApplications({
      ...parts,
      read: (name) => variables[name] ?? process.env[name],
      knex: database.knex,
      settings: settingsOf(more),
    });

  it('is stopped, started and tested, each once for its job', async () => {
    const one = applications();
    writeFileSync(place('en-marche'), '');
    expect(await one.check()).toMatchObject({ ok: true });
    const [stop, start, test] = [jobOf(), jobOf(), jobOf()];
    for (let time = 0; time < 2; time += 1)
      expect(await one.stopOnce(stop, ' sydam world ')).toEqual({ time: '20:02', ok: true, said: '' });
    expect(isUp()).toBe(false);
    expect((await one.check()).findings).toEqual([
      'Application « SYDAM World » : le test de connexion s’est terminé avec le code 1 (« Connexion refusée »).',
    ]);
    for (let time = 0; time < 2; time += 1)
      expect(await one.startOnce(start, 'SYDAM World')).toEqual({ time: '20:02', ok: true, said: '' });
    for (let time = 0; time < 2; time += 1)
      expect(await one.testOnce(test, 'SYDAM World')).toMatchObject({ ok: true });
    expect(log()).toEqual(['arrêt', 'démarrage']);
  });

  it('that is up already is not started again', async () => {
    writeFileSync(place('en-marche'), '');
    expect(await applications().startOnce(jobOf(), 'SYDAM World')).toMatchObject({
      said: 'L’application était déjà disponible.',
    });
    expect(log()).toEqual([]);
  });

  it('that does not answer is told as a test without success', async () => {
    expect(await applications().testOnce(jobOf(), 'SYDAM World')).toMatchObject({
      ok: false,
      said: 'La commande de test s’est terminée avec le code 1.\nConnexion refusée',
    });
  });

  it('may take its time to come up', async () => {
    const times = JSON.stringify(place('essais'));
    const slow = script(
      'lent',
      `fs.appendFileSync(${times}, 'x'); process.exitCode = fs.readFileSync(${times}).length < 3 ? 1 : 0;`,
    );
    const one = applications({ test: { program: slow }, readyWithinMinutes: 1 });
    expect(await one.testOnce(jobOf(), 'SYDAM World')).toMatchObject({ ok: true });
    expect(readFileSync(place('essais'), 'utf8')).toBe('xxx');
  });

  it('whose stop fails or hangs is for people to decide, then the step can be run again', async () => {
    writeFileSync(place('en-marche'), '');
    const failing = script('echouer', `console.log('Sessions ouvertes : 12'); process.exitCode = 3;`);
    const hanging = script('bloquer', 'setInterval(() => {}, 1000);');
    const job = jobOf();
    await expect(
      applications({ stop: { program: failing } }).stopOnce(job, 'SYDAM World'),
    ).rejects.toMatchObject({
      retryable: false,
      message: expect.stringMatching(
        /L’arrêt de l’application « SYDAM World ».*code 3\.\nSessions ouvertes : 12\n/,
      ),
    });
    const slow = applications({ stop: { program: hanging, limitMinutes: 0.01 } });
    await expect(slow.stopOnce(job, 'SYDAM World')).rejects.toMatchObject({
      message: expect.stringContaining('n’était pas terminée après 0.01 minute(s)'),
    });
    expect(await applications().stopOnce(job, 'SYDAM World')).toMatchObject({ ok: true });
    expect([isUp(), log()]).toEqual([false, ['arrêt']]);
  });

  it('keeps running what its start command leaves behind', async () => {
    const start = script(
      'lancer',
      `const { spawn } = require('node:child_process');
       const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => console.log("en marche"), 20)'], { stdio: 'inherit' });
       fs.writeFileSync(${JSON.stringify(place('pid'))}, String(pid));
       console.log('lancée'); process.exit(0);`,
    );
    expect(await applications({ start: { program: start } }).startOnce(jobOf(), 'SYDAM World')).toMatchObject(
      {
        said: expect.stringContaining('lancée'),
      },
    );
    const pid = Number(readFileSync(place('pid'), 'utf8'));
    expect(process.kill(pid, 0)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it.each([
    '-rf',
    '--',
    '$(touch pirate)',
    '`id`',
    '; reboot',
    '| cat',
    'sur deux\nlignes',
    'a\' b"c',
    '../../etc',
  ])('gets the argument « %s » as it is written', async (argument) => {
    const start = script(
      'dire',
      'process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.CLE, process.env.AUTRE ?? null]));',
    );
    const one = applications(
      { start: { program: start, arguments: [argument], environment: { CLE: 'SYDAM_CLE' } } },
      { SYDAM_CLE: argument, AUTRE: 'secret' },
    );
    const { said } = await one.startOnce(jobOf(), 'SYDAM World');
    expect(JSON.parse(said)).toEqual([[argument], argument, null]);
    expect(existsSync(path.join(projectRoot, 'pirate'))).toBe(false);
  });

  it.each(['SYDAM World; reboot', '$(id)', '../SYDAM World', 'SYDAM World\0', '-x'])(
    'is not found as « %s »',
    async (name) => {
      await expect(applications().stopOnce(jobOf(), name)).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('n’est pas dans le fichier des connecteurs (connues : SYDAM World)'),
      });
      expect(log()).toEqual([]);
    },
  );

  it.each([
    [{ start: { program: 'demarrer' } }, /un chemin absolu/],
    [{ start: { program: '/bin/true', arguments: ['a\0b'] } }, /sans octet nul/],
    [{ stop: 'shutdown -h now' }, /object/],
  ])('is refused with settings %j', (more, message) => {
    expect(() => settingsOf(more)).toThrow(message);
  });
});

/** Runs the step in a process of its own that kills itself at `fault`. */
async function killedAt(fault: string, call: string, job: object, dataDir: string): Promise<string | null> {
  const compiled = (name: string) => JSON.stringify(path.join(projectRoot, 'dist', 'src', name));
  const text = `
    const { openDatabase } = require(${compiled('store/open.js')});
    const { createApplications } = require(${compiled('connectors/application/applications.js')});
    const { ApplicationRuns } = require(${compiled('connectors/application/runs.js')});
    let times = 0;
    for (const step of ['begin', 'started', 'end']) {
      const real = ApplicationRuns.prototype[step];
      ApplicationRuns.prototype[step] = async function (...args) {
        if (${JSON.stringify(fault)} === 'before ' + step) process.kill(process.pid, 'SIGKILL');
        const answer = await real.apply(this, args);
        // The first command is the look before.
        times += step === 'started' ? 1 : 0;
        if (${JSON.stringify(fault)} === 'after ' + step && times !== 1) process.kill(process.pid, 'SIGKILL');
        return answer;
      };
    }
    openDatabase({ dataDir: ${JSON.stringify(dataDir)} }).then(({ knex }) =>
      createApplications({ knex, read: (name) => process.env[name], clock: () => new Date(), timeZone: 'UTC',
        settings: ${JSON.stringify(settingsOf())} }).${call}(${JSON.stringify(job)}, 'SYDAM World'));`;
  const child = spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

test.each([
  ['startOnce', 'after begin'],
  ['startOnce', 'after started'],
  ['startOnce', 'before end'],
  ['startOnce', 'after end'],
  ['stopOnce', 'before end'],
])(
  '%s, killed %s, acts once',
  async (call, fault) => {
    const dataDir = place('data');
    await fillDataDir(dataDir);
    const job = jobOf();
    if (call === 'stopOnce') writeFileSync(place('en-marche'), '');
    expect(await killedAt(fault, call, job, dataDir)).toBe('SIGKILL');
    const database = await openDatabase({ dataDir });
    try {
      const one = createApplications({ ...parts, knex: database.knex, settings: settingsOf() });
      const outcome = await (call === 'startOnce'
        ? one.startOnce(job, 'SYDAM World')
        : one.stopOnce(job, 'SYDAM World'));
      expect(outcome.ok).toBe(true);
      expect(isUp()).toBe(call === 'startOnce');
      expect(log()).toEqual([call === 'startOnce' ? 'démarrage' : 'arrêt']);
      expect(await database.knex('application_run')).toMatchObject([{ job_key: job.jobKey, state: 'DONE' }]);
    } finally {
      await database.close();
    }
  },
  120_000,
);
