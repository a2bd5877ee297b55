/**
 * The program's own embedded database as a plan: its folder, copied while nobody writes. PGlite has one connection and
 * no process of its own, so whoever has the connection keeps everybody else out; after a checkpoint its files are whole.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { projectRoot } from '../../config/root';
import { inherited } from '../run-command';
import { fullDisk } from './errors';
import { isFull } from './files';
import { failedRestore, runRestore, type RestoreJob, type Verification } from './restore';

/** The program waits meanwhile; half of what its statements wait for at most. */
export const LONGEST_STANDSTILL_MILLIS = 30_000;

export async function whileNobodyWrites<T>(knex: Knex, copy: () => Promise<T>): Promise<T> {
  const connection: unknown = await knex.client.acquireConnection();
  try {
    await knex.raw('CHECKPOINT').connection(connection);
    return await copy();
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

/** Unpacks the copy into a scratch folder and opens it there. */
export async function restoreOwnDatabase(
  name: string,
  folder: string,
  job: RestoreJob,
): Promise<Verification> {
  const scratch = path.join(folder, `essai-${name}-${job.jobKey}`);
  const environment = inherited(job.read);
  await rm(scratch, { recursive: true, force: true });
  try {
    await mkdir(scratch, { mode: 0o700 });
    const unpack = { program: 'tar', arguments: ['-x', '-f', job.file, '-C', scratch], environment };
    const unpacked = await runRestore(unpack, job);
    if (unpacked.code !== 0 && (await isFull(folder))) throw fullDisk(folder);
    if (unpacked.code !== 0) return failedRestore('La copie de la base n’a pas pu être restaurée', unpacked);
    const script = path.join(projectRoot, 'dist', 'src', 'store', 'pglite', 'open-copy.js');
    const opened = await runRestore(
      { program: process.execPath, arguments: [script, scratch], environment },
      job,
    );
    if (opened.code !== 0) return failedRestore('La base restaurée à l’essai ne s’ouvre pas', opened);
    return { ok: true, text: `Base restaurée à l’essai et ouverte : ${opened.said}.` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
