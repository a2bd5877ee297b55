/**
 * The folder of the embedded database. What it holds is everybody's files, mails and passwords: no other account of the
 * machine may read it, whoever made it and whenever.
 */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { StartError } from '../../errors/start-error';
import { codeOf } from '../errors';

/** Bits of group and others. */
const OTHERS = 0o077;
/** Windows has no such modes. */
const hasModes = process.platform !== 'win32';

export class OpenFolderError extends StartError {
  override readonly name = 'OpenFolderError';
  constructor(dataDir: string, file: string, mode: number) {
    super(
      `Expected the data folder ${dataDir} (DATA_DIR) to be open to its own account alone, but other accounts of this ` +
        `machine may reach ${file} (mode ${(mode & 0o777).toString(8).padStart(4, '0')}). ` +
        `Run: chmod -R go= ${quoted(dataDir)}`,
    );
  }
}

export class DataFolderError extends StartError {
  override readonly name = 'DataFolderError';
  constructor(dataDir: string, cause: unknown) {
    super(
      `Expected to read and write the data folder ${dataDir} (DATA_DIR), but ${reasons[codeOf(cause) ?? ''] ?? String(cause)}. ` +
        'Give that folder to the account that runs this program, or choose another DATA_DIR.',
      { cause },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this account has no right to',
  EPERM: 'this account has no right to',
  EROFS: 'the disk is mounted read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'a part of its path does not exist and cannot be made',
};

/** For a shell. */
function quoted(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The folder first, then what is in it. */
function* entriesOf(folder: string): Iterable<string> {
  yield folder;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* entriesOf(file);
    else if (entry.isFile()) yield file;
  }
}

function modeOf(file: string): number {
  try {
    return lstatSync(file).mode;
  } catch (error) {
    // Gone since it was listed: another process that starts at once, or stops.
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Makes the folder where there is none. From here on whatever the process makes, and its threads and processes, is its
 * own account's alone: PGlite's files take their modes from nowhere else.
 * @throws OpenFolderError, DataFolderError
 */
export function prepareDataFolder(dataDir: string): void {
  if (hasModes) process.umask(OTHERS);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!hasModes) return;
    for (const file of entriesOf(dataDir)) {
      const mode = modeOf(file);
      if ((mode & OTHERS) !== 0) throw new OpenFolderError(dataDir, file, mode);
    }
  } catch (error) {
    throw error instanceof StartError ? error : new DataFolderError(dataDir, error);
  }
}

/** As `work` does; what the folder refuses is told as such. @throws DataFolderError */
export function inDataFolder<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) !== undefined && (codeOf(error) ?? '') in reasons)
      throw new DataFolderError(dataDir, error);
    throw error;
  }
}
