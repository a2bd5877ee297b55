/** Restores a copy of a directory into a scratch folder and compares both, file by file, by SHA-256. */
import { lstat, mkdir, readdir, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../run-command';
import { fullDisk } from './errors';
import { fingerprint, isFull } from './files';
import { failedRestore, runRestore, type RestoreJob, type Verification } from './restore';

interface Comparison {
  files: number;
  /** Changed in the source since the backup began: no fault of the backup. */
  changed: number;
  /** Paths inside the source. */
  readonly different: string[];
}

async function same(source: string, copy: string): Promise<boolean> {
  const [there, here] = await Promise.all([lstat(source), lstat(copy).catch(() => null)]);
  if (here === null) return false;
  if (there.isSymbolicLink())
    return here.isSymbolicLink() && (await readlink(source)) === (await readlink(copy));
  if (there.isDirectory()) return here.isDirectory();
  if (!there.isFile()) return true;
  if (!here.isFile() || here.size !== there.size) return false;
  return (await fingerprint(source))?.sha256 === (await fingerprint(copy))?.sha256;
}

async function changedSince(file: string, time: Date): Promise<boolean> {
  const found = await lstat(file).catch(() => null);
  return found === null || found.ctime >= time;
}

async function compare(source: string, copy: string, since: Date, found: Comparison): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [there, here] = [path.join(source, entry.name), path.join(copy, entry.name)];
    if (entry.isFile()) found.files += 1;
    // What disappears from the source between two looks has changed, too.
    if (!(await same(there, here).catch(() => false))) {
      if (await changedSince(there, since)) found.changed += 1;
      else found.different.push(there);
    } else if (entry.isDirectory()) {
      await compare(there, here, since, found);
    }
  }
}

const shownNames = 5;

function verdict(source: string, { files, changed, different }: Comparison): Verification {
  const moved = changed === 0 ? '' : ` ${changed} modifié(s) depuis le début de la sauvegarde.`;
  if (different.length === 0)
    return { ok: true, text: `Dossier restauré à l’essai : ${files} fichier(s) comparé(s).${moved}` };
  // A file name may hold anything, line ends included.
  const names = different.slice(0, shownNames).map((one) => JSON.stringify(path.relative(source, one)));
  const more = different.length > shownNames ? ', …' : '';
  return {
    ok: false,
    text: `${different.length} fichier(s) absent(s) ou différent(s) après restauration : ${names.join(', ')}${more}.${moved}`,
  };
}

/** How to restore into a scratch folder, and where in it the source's copy is then. */
export type Restore = (scratch: string) => { readonly command: Command; readonly copy: string };

export async function restoreDirectory(
  plan: { readonly name: string; readonly source: string },
  folder: string,
  job: RestoreJob,
  restore: Restore,
): Promise<Verification> {
  const scratch = path.join(folder, `essai-${plan.name}-${job.jobKey}`);
  await rm(scratch, { recursive: true, force: true });
  try {
    await mkdir(scratch, { mode: 0o700 });
    const { command, copy } = restore(scratch);
    const end = await runRestore(command, job);
    if (end.code !== 0 && (await isFull(folder))) throw fullDisk(folder);
    if (end.code !== 0) return failedRestore('Le dossier n’a pas pu être restauré', end);
    const found: Comparison = { files: 0, changed: 0, different: [] };
    await compare(plan.source, copy, job.startedAt, found);
    return verdict(plan.source, found);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
