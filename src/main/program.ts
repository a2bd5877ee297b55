/**
 * The composition root: starts every part in the order in which data flows, stops them in reverse.
 * Parts know each other only by what is handed over here.
 */
import type { Logger } from '../kit/logger';
import type { Environment } from '../config/environment';
import { createCapabilities } from './capabilities';
import { startEngine, type RunningEngine } from './engines';
import { prepareIdentity, type PreparedIdentity } from '../identity/identity';
import { deployWhenReady, projectProcedures } from '../procedures/deploy';
import { Projector } from '../projections/projector';
import { openDatabaseOf } from './database';
import type { Database } from '../store/port';
import { startWeb } from '../web/server';
import { createZeebeClient } from '../zeebe';
import { startHost } from '../workers/host/start';

export interface Program {
  /** http://localhost:8080 */
  readonly url: string;
  readonly engine: RunningEngine;
  /** The demo accounts and, at their first start, their password. Null when demo accounts are off. */
  readonly demo: PreparedIdentity['demo'];
  /** Nobody can sign in yet. */
  readonly needsAdministrator: boolean;
  /** Resolves when the procedures of processes/ are deployed and can be seen. */
  readonly deployed: Promise<void>;
  stop(): Promise<void>;
}

type Stop = () => Promise<unknown> | unknown;

/** Stops what was started, last first; one that fails does not keep the others from stopping. */
async function stopAll(stops: Stop[], logger: Logger): Promise<void> {
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
    try {
      await stop();
    } catch (error) {
      logger.error({ err: error }, 'a part did not stop cleanly');
    }
  }
}

async function startParts(
  environment: Environment,
  logger: Logger,
  opening: Promise<Database>,
  stops: Stop[],
): Promise<Program> {
  const database = await opening;
  stops.push(() => database.close());
  await database.migrate();

  const projector = new Projector({ knex: database.knex, logger });
  await projector.start();
  stops.push(() => projector.stop());

  const engine = await startEngine({ environment, database, projector, logger });
  stops.push(() => engine.stop());
  const client = createZeebeClient({ ...engine.own, rest: engine.rest, logger });
  stops.push(() => client.close());

  const { identity, demo, needsAdministrator } = await prepareIdentity({ knex: database.knex, environment });
  const capabilities = await createCapabilities({
    environment,
    logger,
    database,
    projector,
    client,
    identity,
    // What people read follows a moved or pinned engine; sessions and passwords keep to the world's time.
    now: engine.clock?.now ?? Date.now,
  });
  stops.push(() => capabilities.stop());

  const host = startHost({ environment, client, database, logger, ...capabilities.host });
  stops.push(() => host.stop());

  const web = await startWeb({ services: capabilities.web, port: environment.PORT, host: environment.HOST });
  stops.push(() => web.stop());

  const folder = projectProcedures();
  const abandon = new AbortController();
  stops.push(() => abandon.abort());
  const deployed = deployShipped();
  async function deployShipped(): Promise<void> {
    // What is deployed already is told by the read model.
    await projector.whenCaughtUp();
    const { shipped } = capabilities.web;
    const deployments = await deployWhenReady({ shipped, folder, logger, signal: abandon.signal });
    await capabilities.afterDeployment(deployments, abandon.signal);
  }
  deployed.catch((error: unknown) => {
    if (!abandon.signal.aborted) logger.error({ err: error }, 'the procedures could not be deployed');
  });
  return { url: web.url, engine, demo, needsAdministrator, deployed, stop: () => stopAll(stops, logger) };
}

/** Starts everything, or nothing: when a part cannot start, those before it are stopped again. */
export async function startProgram(
  environment: Environment,
  logger: Logger,
  opening = openDatabaseOf(environment, logger),
): Promise<Program> {
  const stops: Stop[] = [];
  try {
    return await startParts(environment, logger, opening, stops);
  } catch (error) {
    await stopAll(stops, logger);
    throw error;
  }
}
