/** The procedures that the program brings along: each folder of processes/ is one deployment. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import {
  EngineRejectedError,
  EngineUnavailableError,
  type Deployment,
  type Resource,
  type ZeebeClient,
} from '../zeebe';

/** Forms and decisions first, so that a reader of the answer sees what the diagram refers to above it. */
const DEPLOYABLE = ['.form', '.dmn', '.bpmn'];

/** The deployable files of one procedure's folder, in a stable order; deploying the same files twice changes nothing. */
export async function readProcedure(folder: string): Promise<Resource[]> {
  const names = (await readdir(folder)).filter((name) => DEPLOYABLE.includes(path.extname(name)));
  const rank = (name: string): string => `${DEPLOYABLE.indexOf(path.extname(name))}${name}`;
  const ordered = names.sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
  return Promise.all(
    ordered.map(async (name) => ({ name, content: await readFile(path.join(folder, name), 'utf8') })),
  );
}

/**
 * Deploys every procedure under `processesFolder`. A refused procedure is logged and left out: the others run.
 * Rejects with `EngineUnavailableError` when the engine does not answer.
 */
export async function deployProcedures(
  client: Pick<ZeebeClient, 'deploy'>,
  processesFolder: string,
  logger: Logger,
): Promise<Deployment[]> {
  const entries = await readdir(processesFolder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const deployments: Deployment[] = [];
  for (const folder of folders.sort()) {
    const resources = await readProcedure(path.join(processesFolder, folder));
    if (resources.length === 0) continue;
    try {
      deployments.push(await client.deploy(resources));
    } catch (error) {
      if (!(error instanceof EngineRejectedError)) throw error;
      logger.error({ folder, reason: error.message }, 'procedure refused by the engine');
    }
  }
  return deployments;
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

/** As `deployProcedures`, but waits for an engine that does not answer yet. Rejects when `signal` aborts. */
export async function deployWhenReady(options: {
  readonly client: Pick<ZeebeClient, 'deploy'>;
  readonly folder: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Promise<Deployment[]> {
  const { client, folder, logger, signal } = options;
  for (let delay = FIRST_RETRY_MILLIS; ; delay = Math.min(2 * delay, LAST_RETRY_MILLIS)) {
    signal.throwIfAborted();
    try {
      return await deployProcedures(client, folder, logger);
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error;
      logger.warn({ reason: error.message, delay }, 'the engine does not answer yet; deploying again soon');
      await pause(delay, signal);
    }
  }
}
