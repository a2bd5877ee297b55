/** The procedures that the program brings along: each folder of processes/ is one deployment. */
import { readdir, readFile } from 'node:fs/promises';
import { textOfFile } from '../xml';
import path from 'node:path';
import type { Logger } from '../kit/logger';
import { projectRoot } from '../config/root';
import { EngineRejectedError, EngineUnavailableError, type Deployment, type Resource } from '../zeebe';
import type { Shipped } from './shipped';

/** A folder of those that the program brings along. */
export const projectProcedures = (folder = ''): string => path.join(projectRoot, 'processes', folder);

/** Forms and decisions first, so that a reader of the answer sees what the diagram refers to above it. */
const DEPLOYABLE = ['.form', '.dmn', '.bpmn'];

/** The deployable files of one procedure's folder, in a stable order; deploying the same files twice changes nothing. */
export async function readProcedure(folder: string): Promise<Resource[]> {
  const names = (await readdir(folder)).filter((name) => DEPLOYABLE.includes(path.extname(name)));
  const rank = (name: string): string => `${DEPLOYABLE.indexOf(path.extname(name))}${name}`;
  const ordered = names.sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
  return Promise.all(
    ordered.map(async (name) => ({
      name,
      content: textOfFile(name, await readFile(path.join(folder, name))),
    })),
  );
}

export interface DeployParts {
  readonly shipped: Pick<Shipped, 'offer'>;
  readonly folder: string;
  readonly logger: Logger;
}

/**
 * Offers every procedure under `folder`. A refused procedure is logged and left out: the others run.
 * Rejects with `EngineUnavailableError` when the engine does not answer.
 */
async function deployProcedures({ shipped, folder, logger }: DeployParts): Promise<Deployment[]> {
  const deployments: Deployment[] = [];
  for (const name of await procedureFolders(folder)) {
    const resources = await readProcedure(path.join(folder, name));
    if (resources.length === 0) continue;
    try {
      const deployment = await shipped.offer(name, resources);
      if (deployment !== null) deployments.push(deployment);
    } catch (error) {
      if (!(error instanceof EngineRejectedError)) throw error;
      logger.error({ folder: name, reason: error.message }, 'procedure refused by the engine');
    }
  }
  return deployments;
}

async function procedureFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

const FIRST_RETRY_MILLIS = 250;
const LAST_RETRY_MILLIS = 5_000;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** As soon as the engine answers. Rejects when `signal` aborts. */
export async function deployWhenReady(
  parts: DeployParts & { readonly signal: AbortSignal },
): Promise<Deployment[]> {
  const { logger, signal } = parts;
  for (let delay = FIRST_RETRY_MILLIS; ; delay = Math.min(2 * delay, LAST_RETRY_MILLIS)) {
    signal.throwIfAborted();
    try {
      return await deployProcedures(parts);
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error;
      logger.warn({ reason: error.message, delay }, 'the engine does not answer yet; deploying again soon');
      await pause(delay, signal);
    }
  }
}
