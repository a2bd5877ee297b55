/** The program's own embedded database as a plan: copied while it is written to, opened again from the copy. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { backupSettings } from '../../src/connectors/backup/settings';
import { createBackup } from '../../src/connectors/backup/backup';
import { openDatabase } from '../../src/store/open';
import { openBackupPlace, type BackupPlace } from './kit';

jest.setTimeout(120_000);

let place: BackupPlace;
let lastKey = 1_200;
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });
const plan = () => ({
  name: 'logigramme',
  servers: ['Logigramme'],
  kind: 'own-database',
  verify: { folder: place.scratch },
});

beforeEach(async () => {
  place = await openBackupPlace();
});
afterEach(() => place.dispose());

it('is whole while others write, and has all that was acknowledged before', async () => {
  const { knex } = place.database;
  await knex.schema.createTable('essai', (table) => {
    table.integer('n').primary();
    table.text('texte').notNullable();
  });
  let acknowledged = 0;
  let stopped = false;
  const writing = (async () => {
    while (!stopped) {
      await knex('essai').insert({ n: acknowledged + 1, texte: 'x'.repeat(500) });
      acknowledged += 1;
    }
  })();
  const backup = place.backup([plan()]);
  expect(await backup.check()).toEqual({ ok: true, findings: ['1 plan(s) de sauvegarde prêt(s).'] });
  const before = acknowledged;
  const job = jobOf();
  const run = await backup.runOnce(job, 'Logigramme');
  stopped = true;
  await writing;
  expect(run).toMatchObject({
    state: 'DONE',
    verification: expect.stringMatching(
      /^Base restaurée à l’essai et ouverte : \d+ table\(s\), \d+ enregistrement\(s\) du moteur\.$/u,
    ),
  });
  expect(acknowledged).toBeGreaterThan(before);
  expect(readdirSync(place.scratch)).toEqual([]);
  expect(await backup.runOnce(job, 'Logigramme')).toEqual(run);

  const restored = path.join(place.root, 'restauré');
  mkdirSync(path.join(restored, 'pglite'), { recursive: true });
  execFileSync('tar', ['-x', '-f', run.file, '-C', path.join(restored, 'pglite')]);
  const copy = await openDatabase({ dataDir: restored });
  try {
    const [{ count, last }] = (await copy
      .knex('essai')
      .select(copy.knex.raw('count(*)::int as count, max(n) as last'))) as [{ count: number; last: number }];
    expect(count).toBe(last);
    expect(count).toBeGreaterThanOrEqual(before);
    // The step's own record is part of what was saved.
    expect(await copy.knex('backup_run')).toMatchObject([{ job_key: job.jobKey, state: 'RUNNING' }]);
  } finally {
    await copy.close();
  }
});

it('that cannot be opened again is a failed backup', async () => {
  const tar = place.script(
    'tar',
    `const { spawnSync } = require('node:child_process');
     const args = process.argv.slice(2);
     const made = spawnSync('/usr/bin/tar', args[0] === '-c' ? ['--exclude=./global', ...args] : args, { stdio: ['ignore', 'inherit', 'inherit'] });
     process.exitCode = made.status;`,
  );
  const variables = { PATH: `${path.dirname(tar)}:${process.env['PATH']}` };
  const run = await place.backup([plan()], variables).runOnce(jobOf(), 'Logigramme');
  expect(run).toMatchObject({
    state: 'FAILED',
    verification: expect.stringContaining('La base restaurée à l’essai ne s’ouvre pas'),
  });
  expect(readdirSync(place.scratch)).toEqual([]);
});

it('on PostgreSQL is refused, with what to do', async () => {
  const backup = createBackup({
    settings: backupSettings.parse({ folder: place.folder, plans: [plan()] }),
    read: (name) => process.env[name],
    knex: place.database.knex,
    ownFolder: null,
    clock: () => new Date(),
  });
  const says = 'databaseUrlFrom: DATABASE_URL';
  expect((await backup.check()).findings.join()).toContain(says);
  await expect(backup.runOnce(jobOf(), 'Logigramme')).rejects.toMatchObject({
    retryable: false,
    message: expect.stringContaining(says),
  });
});
