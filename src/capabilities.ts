/** What is ours around the engine: tasks, cases, stock, mail, documents, as web and workers are given them. */
import type { Logger } from 'pino';
import { createCases } from './cases/cases';
import { createConnectors } from './connectors/connectors';
import { describeConnections } from './connectors/overview';
import type { Environment } from './config/environment';
import { createDeadlines } from './deadlines/deadlines';
import { createDocuments } from './documents/documents';
import { validateForm } from './forms';
import { createGuide } from './guide/guide';
import { createDirectory } from './identity/directory';
import type { Identity } from './identity/identity';
import { startMail } from './mail/mail';
import { untilShown } from './procedures/shown';
import type { Projector } from './projections/projector';
import { createCaseHistory } from './readmodel/case-history';
import { createReadModel } from './readmodel/read-model';
import { createReferences } from './references/references';
import { seedDemoStock } from './stock/demo';
import { createStock } from './stock/stock';
import type { Database } from './store/port';
import { createTasks } from './tasks/tasks';
import type { WebServices } from './web/services';
import type { Deployment, ZeebeClient } from './zeebe';
import { byHandContracts } from '../workers/host/by-hand';
import { findWorkers } from '../workers/host/registry';
import type { WorkerServices } from '../workers/services';

export interface CapabilityParts {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly database: Database;
  readonly projector: Projector;
  readonly client: ZeebeClient;
  readonly identity: Identity;
}

export interface Capabilities {
  readonly web: WebServices;
  readonly workers: WorkerServices;
  /** Once the engine answers: sends what an earlier run left unsent, and waits until the procedures can be seen. */
  afterDeployment(deployments: readonly Deployment[], signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export async function createCapabilities(parts: CapabilityParts): Promise<Capabilities> {
  const { environment, logger, database, projector, client, identity } = parts;
  const { knex } = database;
  const clock = (): Date => new Date();
  const connectors = createConnectors({
    file: environment.CONNECTORS_FILE,
    read: environment.variable,
    knex,
    clock,
  });
  const mail = await startMail({ environment, knex, clock, logger });
  const documents = createDocuments({ knex, clock, administration: environment.ADMINISTRATION });
  const stock = createStock({
    knex,
    clock,
    logger,
    publish: (message) => client.publishMessage(message),
    caseIsOpen: async (key) => {
      const instance = await queries.instance(key);
      return instance === null ? null : instance.state === 'ACTIVE';
    },
  });
  if (identity.demo) await seedDemoStock(knex, clock());
  const workers = {
    mailer: mail,
    stock,
    documents,
    connectors,
    caseHistory: createCaseHistory(knex),
    caseOf: (processInstanceKey: string) => queries.caseOf(processInstanceKey),
    clock,
  };
  const found = findWorkers();
  const byHand = byHandContracts(found, workers);
  const queries = createReadModel(knex, new Set(byHand.map(({ jobType }) => jobType)));
  const references = createReferences({ knex, clock });
  const deadlines = createDeadlines({
    knex,
    references,
    onProjected: (listener) => projector.onProjected(listener),
    timeZone: environment.TZ,
    clock,
    logger,
  });
  const shared = { knex, queries, engine: client, projection: projector, validateForm };
  return {
    web: {
      environment,
      logger,
      knex,
      engine: client,
      queries,
      identity,
      tasks: createTasks({ ...shared, byHand }),
      cases: createCases({ ...shared, durations: (id) => deadlines.durations(id) }),
      stock,
      mailbox: mail.mailbox,
      projection: projector,
      documents,
      connections: describeConnections(connectors, found, byHand),
      references,
      directory: createDirectory(knex, clock),
      guide: createGuide({
        queries,
        administration: environment.ADMINISTRATION,
        timeZone: environment.TZ,
        clock,
      }),
      now: Date.now,
    },
    workers,
    async afterDeployment(deployments, signal) {
      await stock.publishPending();
      await untilShown({
        deployments,
        shows: async (bpmnProcessId) => (await queries.process(bpmnProcessId)) !== null,
        onProjected: (listener) => projector.onProjected(listener),
        logger,
        signal,
      });
    },
    async stop() {
      await deadlines.stop();
      stock.stop();
      await mail.close();
    },
  };
}
