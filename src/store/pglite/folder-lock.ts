/**
 * One process per PGlite folder: two would corrupt it. A file beside the folder names the owner by pid and by the
 * time the kernel started it, so that a pid used again by another program does not look alive.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codeOf, DatabaseInUseError } from '../errors';

const ownerSchema = z.object({ pid: z.number().int(), startTime: z.string().nullable(), token: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** Folders that this very process holds: its own pid in a lock file proves nothing after a restart in a container. */
const heldHere = new Set<string>();

/** Field 22 of /proc/pid/stat, in clock ticks since boot; null where there is no /proc. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.pid === process.pid && owner.startTime === startTimeOf(process.pid))
    return heldHere.has(owner.token);
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return owner.startTime === null || owner.startTime === startTimeOf(owner.pid);
}

/** The owner named by the file; undefined when there is none or the file is not ours to read. */
function readOwner(file: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Makes the lock file with its whole content in one step; false when one exists. */
function create(file: string, owner: Owner): boolean {
  const draft = `${file}.${owner.token}`;
  writeFileSync(draft, JSON.stringify(owner));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead owner's file away. Two processes may try at once: the one that moved a living owner's puts it back. */
function removeStale(file: string, seen: Owner | undefined): void {
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readOwner(aside);
  if (moved !== undefined && moved.token !== seen?.token) create(file, moved);
  rmSync(aside, { force: true });
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes the lock of `folder` (file `<folder>.lock`), or throws `DatabaseInUseError` naming the owner.
 * Call before anything in the folder is touched.
 */
export function lockFolder(folder: string): FolderLock {
  const file = `${path.resolve(folder)}.lock`;
  mkdirSync(path.dirname(file), { recursive: true });
  const mine: Owner = { pid: process.pid, startTime: startTimeOf(process.pid), token: randomUUID() };
  heldHere.add(mine.token);
  for (let attempt = 0; attempt < 10; attempt++) {
    if (create(file, mine)) {
      return {
        release: () => {
          heldHere.delete(mine.token);
          if (readOwner(file)?.token === mine.token) rmSync(file, { force: true });
        },
      };
    }
    const owner = readOwner(file);
    if (owner && isAlive(owner)) {
      heldHere.delete(mine.token);
      throw new DatabaseInUseError(folder, owner.pid);
    }
    removeStale(file, owner);
  }
  heldHere.delete(mine.token);
  throw new Error(`Expected to take the lock file ${file}, but it keeps coming back. Remove it by hand.`);
}
