/** Where the program's files are, whether it runs compiled (dist/) or from source (tests). */
import { existsSync } from 'node:fs';
import path from 'node:path';

function nearestPackage(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`Expected a package.json above ${__dirname}, but found none`);
  return nearestPackage(parent);
}

/** The folder of package.json: processes/, templates/ and docs/ are under it. */
export const projectRoot = nearestPackage(__dirname);

/** The folder that holds src/, workers/ and migrations/ as they run: the project, or its dist/. */
export const codeRoot = path.resolve(__dirname, '..', '..');
