/** Files of backups: written beside their place, on the disk before they get their name, known by their SHA-256. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

export interface Fingerprint {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

export async function fingerprintOf(content: AsyncIterable<unknown>): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** Null when there is no such file. */
export async function fingerprint(file: string): Promise<Fingerprint | null> {
  const found = await stat(file).catch(() => null);
  return found === null ? null : fingerprintOf(createReadStream(file));
}

const DRAFT = '.partiel-';

/** Removes what attempts that did not end left of this file. */
export async function removeDrafts(file: string): Promise<void> {
  const folder = path.dirname(file);
  const mark = `${path.basename(file)}${DRAFT}`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(mark)) await rm(path.join(folder, name), { force: true });
  }
}

/** `write` fills a draft, and tells whether it shall become the file. */
export async function writeWhole(
  file: string,
  write: (draft: FileHandle, draftPath: string) => Promise<boolean>,
): Promise<void> {
  const draftPath = `${file}${DRAFT}${randomUUID()}`;
  const draft = await open(draftPath, 'wx', 0o600);
  try {
    const keep = await write(draft, draftPath);
    if (!keep) return;
    await draft.sync();
    await rename(draftPath, file);
    await syncFolder(path.dirname(file));
  } finally {
    await draft.close();
    await rm(draftPath, { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

export async function copyWhole(from: string, to: string): Promise<void> {
  await writeWhole(to, async (_draft, draftPath) => {
    await copyFile(from, draftPath);
    // A copy takes the modes of what it is copied from.
    await chmod(draftPath, 0o600);
    return true;
  });
}

const fullBelowBytes = 1024 * 1024;

export async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < fullBelowBytes;
}
