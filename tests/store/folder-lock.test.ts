import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseInUseError } from '../../src/store/errors';
import { lockFolder } from '../../src/store/pglite/folder-lock';

describe('lock of a PGlite folder', () => {
  let parent: string;
  let folder: string;

  beforeEach(() => {
    parent = mkdtempSync(path.join(os.tmpdir(), 'logigramme-lock-'));
    folder = path.join(parent, 'pglite');
  });
  afterEach(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  const owned = (owner: unknown) => {
    writeFileSync(`${folder}.lock`, typeof owner === 'string' ? owner : JSON.stringify(owner));
  };

  it('is held until released', () => {
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(DatabaseInUseError);
    expect(() => lockFolder(folder)).toThrow(`process ${String(process.pid)}`);
    lock.release();
    lockFolder(folder).release();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('respects a living process, also one that does not say when it started', () => {
    owned({ pid: process.ppid, startTime: null, token: 'x' });
    expect(() => lockFolder(folder)).toThrow(DatabaseInUseError);
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1, startTime: '1', token: 'x' }],
    ['of a pid used again by another program', { pid: process.ppid, startTime: '1', token: 'x' }],
    ['of this pid before a restart', { pid: process.pid, startTime: '1', token: 'x' }],
    ['that nobody can read', 'half a li'],
  ])('takes over a lock %s', (_what, owner) => {
    if (!existsSync('/proc/self/stat') && typeof owner === 'object' && owner.pid === process.ppid) return;
    owned(owner);
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(DatabaseInUseError);
    lock.release();
  });

  it('does not remove the lock of another', () => {
    const lock = lockFolder(folder);
    owned({ pid: process.ppid, startTime: null, token: 'y' });
    lock.release();
    expect(existsSync(`${folder}.lock`)).toBe(true);
  });
});
