/** The program is killed at each step of a copy on an object store, and of a trial restore: one object, one record. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { createBackup } from '../../src/connectors/backup/backup';
import { backupSettings } from '../../src/connectors/backup/settings';
import { openDatabase } from '../../src/store/open';
import { fillDataDir } from '../kit/database';
import { startS3, type S3Server } from '../kit/s3';
import { killedAt } from './kill-kit';

let root: string;
let s3: S3Server;
let dataDir: string;
const place = (name: string) => path.join(root, name);
let lastKey = Date.now();

beforeEach(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-kill-'));
  dataDir = place('data');
  for (const name of ['sauvegardes', 'source', 'essais']) mkdirSync(place(name));
  writeFileSync(path.join(place('source'), 'donnees'), randomBytes(6 * 1024 ** 2));
  [s3] = [await startS3(), await fillDataDir(dataDir)];
});
afterEach(async () => {
  await s3.stop();
  rmSync(root, { recursive: true, force: true });
});

const settings = () =>
  backupSettings.parse({
    folder: place('sauvegardes'),
    external: { s3: { ...s3.settings, partMegabytes: 5 }, reference: 'S3-DSI' },
    plans: [
      {
        name: 'appli',
        servers: ['Appli'],
        kind: 'directory',
        source: place('source'),
        verify: { folder: place('essais') },
      },
    ],
  });

async function again<T>(work: (backup: ReturnType<typeof createBackup>) => Promise<T>) {
  const database = await openDatabase({ dataDir });
  try {
    const read = (name: string) => s3.variables[name] ?? process.env[name];
    const parts = { knex: database.knex, clock: () => new Date(), read };
    const answer = await work(createBackup({ ...parts, ownFolder: null, settings: settings() }));
    const runs = await database.knex<Record<string, unknown>>('backup_run').orderBy('started_at');
    return { answer, runs };
  } finally {
    await database.close();
  }
}

const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey) });

test.each(['before verifying', 'after verifying'])(
  'killed %s',
  async (fault) => {
    const job = jobOf();
    expect(await killedAt({ call: 'runOnce', job, fault, dataDir, settings: settings() })).toBe('SIGKILL');
    const { answer, runs } = await again((backup) => backup.runOnce(job, 'Appli'));
    expect(answer).toMatchObject({
      state: 'DONE',
      verification: 'Dossier restauré à l’essai : 1 fichier(s) comparé(s).',
    });
    expect(runs).toMatchObject([{ job_key: job.jobKey, state: 'DONE', attempts: 2 }]);
    expect(readdirSync(place('essais'))).toEqual([]);
    expect(readdirSync(place('sauvegardes'))).toEqual([path.basename(answer.file)]);
  },
  120_000,
);

test.each([
  'after begin',
  'before CreateMultipartUploadCommand',
  'after UploadPartCommand',
  'before CompleteMultipartUploadCommand',
  'after CompleteMultipartUploadCommand',
  'before end',
  'after end',
])(
  'a copy killed %s',
  async (fault) => {
    const job = jobOf();
    const copy = { ...job, jobKey: `${job.jobKey}1` };
    const { answer: made } = await again((backup) => backup.runOnce(job, 'Appli'));
    const attempt = { call: 'copyOnce', job: copy, fault, dataDir, settings: settings() } as const;
    expect(await killedAt({ ...attempt, variables: s3.variables })).toBe('SIGKILL');
    const { answer, runs } = await again((backup) => backup.copyOnce(copy));
    expect(answer).toEqual({ supports: ['Stockage distant'], reference: 'S3-DSI' });
    const key = path.basename(made.file);
    expect(await s3.keys(key)).toEqual([key]);
    expect((await s3.read(key)).equals(readFileSync(made.file))).toBe(true);
    expect(runs).toMatchObject([
      { job_key: job.jobKey, state: 'DONE' },
      { job_key: copy.jobKey, state: 'DONE', sha256: made.sha256 },
    ]);
  },
  120_000,
);
