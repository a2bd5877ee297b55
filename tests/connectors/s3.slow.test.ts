/** Copies on a real S3 server: whole, in parts, once, and what is said when the store refuses. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startS3, type S3Server } from '../kit/s3';
import { openBackupPlace, type BackupPlace } from './kit';

let place: BackupPlace;
let s3: S3Server;
let lastKey = Date.now();
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

beforeEach(async () => {
  [place, s3] = [await openBackupPlace(), await startS3()];
});
afterEach(async () => {
  await s3.stop();
  await place.dispose();
});

const plan = (program: string) => ({
  name: 'appli',
  servers: ['Appli'],
  kind: 'command',
  program,
  arguments: [],
});
const backupOf = (more: object, variables = s3.variables, folder?: string) =>
  place.backup(
    [
      plan(
        place.script(
          'sauver.cjs',
          `process.stdout.write(require('node:fs').readFileSync(${JSON.stringify(path.join(place.root, 'contenu'))}))`,
        ),
      ),
    ],
    variables,
    {
      external: {
        ...(folder !== undefined && { folder }),
        s3: { ...s3.settings, ...more },
        reference: 'S3-DSI',
      },
    },
  );
const fill = (bytes: Buffer) => writeFileSync(path.join(place.root, 'contenu'), bytes);

/** A backup made, and the job of its copy. */
async function made(backup: ReturnType<typeof backupOf>) {
  const job = jobOf();
  const run = await backup.runOnce(job, 'Appli');
  return { run, copy: { ...job, jobKey: `${job.jobKey}1` }, key: path.basename(run.file) };
}

it('puts a small backup whole, beside the disk, and says on which supports it is', async () => {
  fill(Buffer.from('contenu'));
  const backup = backupOf({ prefix: 'dsi/essais/' }, s3.variables, place.external);
  expect(await backup.check()).toMatchObject({ ok: true });
  const { run, copy, key } = await made(backup);
  expect(await backup.copyOnce(copy)).toEqual({
    supports: ['Disque dur externe', 'Stockage distant'],
    reference: 'S3-DSI',
  });
  expect(readdirSync(place.external)).toEqual([key]);
  expect(sha256(await s3.read(`dsi/essais/${key}`))).toBe(run.sha256);
  expect(await place.runs()).toMatchObject([
    { kind: 'BACKUP' },
    { kind: 'COPY', state: 'DONE', sha256: run.sha256, object: `s3://sauvegardes/dsi/essais/${key}` },
  ]);
});

it('puts a great backup in parts, reads it back, and puts it once', async () => {
  const bytes = randomBytes(12 * 1024 ** 2 + 17);
  fill(bytes);
  const backup = backupOf({ partMegabytes: 5 });
  const { run, copy, key } = await made(backup);
  await s3.leaveUpload(key);
  const outcome = { supports: ['Stockage distant'], reference: 'S3-DSI' };
  expect(await backup.copyOnce(copy)).toEqual(outcome);
  expect(await backup.copyOnce(copy)).toEqual(outcome);
  expect(await s3.keys(key)).toEqual([key]);
  const stored = await s3.read(key);
  expect([stored.length, sha256(stored)]).toEqual([bytes.length, run.sha256]);
});

it('puts anew what an object of that name holds wrongly', async () => {
  fill(Buffer.from('contenu'));
  const backup = backupOf({});
  const { copy, key } = await made(backup);
  await s3.write(key, 'autre');
  await backup.copyOnce(copy);
  expect((await s3.read(key)).toString()).toBe('contenu');
});

it('does not copy a backup that was changed since', async () => {
  fill(Buffer.from('contenu'));
  const backup = backupOf({});
  const { run, copy, key } = await made(backup);
  writeFileSync(run.file, 'abîmé');
  await expect(backup.copyOnce(copy)).rejects.toMatchObject({
    retryable: false,
    message: expect.stringContaining('a changé depuis qu’elle a été faite'),
  });
  expect(await s3.keys(key)).toEqual([]);
});

test.each([
  ['away', { endpoint: 'http://127.0.0.1:1' }, {}, true, 'ne répond pas'],
  ['without the bucket', { bucket: 'absent' }, {}, false, 'n’existe pas'],
  ['refusing the key', {}, { S3_CLE: 'INCONNUE' }, false, 'refuse l’accès'],
  ['without its variable', {}, { S3_CLE: '' }, false, 'S3_CLE, qui est absente'],
])(
  'a store %s is told, and the copy can be tried again',
  async (_why, settings, variables, retryable, says) => {
    // Another server may know every key.
    if (process.env['TEST_S3_ENDPOINT'] && 'S3_CLE' in variables && variables.S3_CLE !== '') return;
    fill(Buffer.from('contenu'));
    const broken = backupOf(settings, { ...s3.variables, ...variables });
    expect((await broken.check()).findings.join()).toContain(says);
    const { copy, key } = await made(broken);
    await expect(broken.copyOnce(copy)).rejects.toMatchObject({
      retryable,
      message: expect.stringContaining(says),
    });
    await backupOf({}).copyOnce(copy);
    expect(await s3.keys(key)).toEqual([key]);
    expect(readFileSync(path.join(place.root, 'contenu'), 'utf8')).toBe('contenu');
  },
  60_000,
);
