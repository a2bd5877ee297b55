/** The procedures as they lie in processes/. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';

export const processesFolder = path.join(projectRoot, 'processes');

/** Paths below processes/, sorted. */
export function processFiles(extension: string): string[] {
  const names = readdirSync(processesFolder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(extension)).sort();
}

export function readProcessFile(name: string): string {
  return readFileSync(path.join(processesFolder, name), 'utf8');
}
