/** A small disk of its own, a tmpfs, where this machine lets us mount one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const mount = (folder: string, megabytes: number, ...options: string[]): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', [`size=${megabytes}m`, ...options].join(','), 'tmpfs', folder])
    .status === 0;

/** Why there can be none here; undefined: there can. */
export function smallDiskMissing(): string | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-tmpfs-'));
  try {
    if (process.platform !== 'linux' || !mount(folder, 1)) return 'no right to mount a tmpfs';
    execFileSync('umount', [folder]);
    return undefined;
  } finally {
    rmdirSync(folder);
  }
}

export interface SmallDisk {
  readonly folder: string;
  resize(megabytes: number): void;
  unmount(): void;
}

export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  const expectMounted = (done: boolean): void => {
    if (!done) throw new Error(`Expected a tmpfs to be mounted on ${folder}, but it could not be`);
  };
  mkdirSync(folder, { recursive: true });
  expectMounted(mount(folder, megabytes));
  return {
    folder,
    resize: (more) => expectMounted(mount(folder, more, 'remount')),
    unmount: () => void execFileSync('umount', [folder]),
  };
}
