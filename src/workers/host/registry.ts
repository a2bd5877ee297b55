/** Finds the workers: every file of workers/ that exports `worker`. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { codeRoot } from '../../config/root';
import type { Worker } from '../services';

const folder = path.join(codeRoot, 'workers');

/** In the order of their types. Throws when two have the same type, or a file exports none. */
export function findWorkers(): readonly Worker[] {
  const found = new Map<string, Worker>();
  for (const file of workerFiles()) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by reading the folder
    const { worker } = require(path.join(folder, file)) as { worker?: Worker };
    if (worker === undefined) throw new Error(`Expected workers/${file} to export "worker", but it does not`);
    if (found.has(worker.type))
      throw new Error(`Expected one worker of type "${worker.type}", but found two`);
    found.set(worker.type, worker);
  }
  return [...found.values()].sort((a, b) => a.type.localeCompare(b.type));
}

function workerFiles(): string[] {
  return readdirSync(folder).filter((file) => {
    const { name, ext } = path.parse(file);
    return (ext === '.ts' || ext === '.js') && !name.endsWith('.d');
  });
}
