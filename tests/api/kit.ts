/** The web application on a real database, with a double of the engine. */
import { createInterventions } from '../../src/operations/interventions';
import { createSuspensions } from '../../src/procedures/suspension';
import { createAuditLog } from '../../src/audit/audit-log';
import { createDeployer } from '../../src/procedures/checked-deploy';
import { surroundings } from '../procedures/surroundings';
import { createDefaultPasswords } from '../../src/passwords/passwords';
import { createDocuments } from '../../src/documents/documents';
import { createCaseFiles } from '../../src/documents/files/case-files';
import type { Express } from 'express';
import pino from 'pino';
import { createStudio } from '../../src/studio/studio';
import { createShipped } from '../../src/procedures/shipped';
import request from 'supertest';
import { createCases } from '../../src/cases/cases';
import { readEnvironment } from '../../src/config/environment';
import { validateForm } from '../../src/forms';
import { createDirectory } from '../../src/identity/directory';
import { prepareIdentity } from '../../src/identity/identity';
import { createOutbox } from '../../src/mail/out/outbox';
import { createSentMails } from '../../src/mail/out/sent-mails';
import { createReferences } from '../../src/references/references';
import { createReceivedMails } from '../../src/mail/in/views';
import { createStock } from '../../src/stock/stock';
import { Claims } from '../../src/tasks/claims';
import { createTasks } from '../../src/tasks/tasks';
import { createApp } from '../../src/web/app';
import type { WebServices } from '../../src/web/services';
import { openPgliteTestDatabase, type TestDatabase } from '../kit/database';
import { EngineDouble } from './double';

export const PASSWORD = 'demonstration';

export interface ApiTest {
  readonly app: Express;
  readonly engine: EngineDouble;
  readonly services: WebServices;
  readonly database: TestDatabase;
  /** Moves the web's clock. */
  advance(milliseconds: number): void;
  as(account: string): Caller;
  dispose(): Promise<void>;
}

export interface Caller {
  get(path: string): request.Test;
  post(path: string, body?: object): request.Test;
  delete(path: string): request.Test;
}

export function caller(app: Express, account: string, password = PASSWORD): Caller {
  return {
    get: (path) => request(app).get(path).auth(account, password),
    post: (path, body) => {
      const call = request(app).post(path).auth(account, password);
      return body === undefined ? call : call.send(body);
    },
    delete: (path) => request(app).delete(path).auth(account, password),
  };
}

export async function startApiTest(): Promise<ApiTest> {
  const database = await openPgliteTestDatabase();
  const { knex } = database;
  const environment = readEnvironment({ DEMO_PASSWORD: PASSWORD, LOG_LEVEL: 'silent' });
  let offset = 0;
  const now = () => Date.now() + offset;
  const claims = new Claims(knex, now);
  const engine = new EngineDouble((taskKey) => claims.holder(taskKey));
  const logger = pino({ level: 'silent' });
  const capability = {
    knex,
    queries: engine.queries,
    engine: engine.client,
    projection: engine.projection,
    validateForm,
    now,
  };
  const { identity } = await prepareIdentity({ knex, environment, now });
  const stock = createStock({ knex, clock: () => new Date(now()), logger, publish: async () => undefined });
  await stock.declareArticle({
    code: 'ordinateur-portable',
    libelle: 'Ordinateur portable',
    unite: 'unité',
    seuil: 1,
  });
  const deployer = createDeployer({
    engine: engine.client,
    queries: engine.queries,
    settings: new Map(),
    around: surroundings(),
  });
  const cases = createCases(capability);
  const services: WebServices = {
    environment,
    logger,
    knex,
    audit: createAuditLog(knex, () => new Date()),
    suspensions: createSuspensions({
      queries: engine.queries,
      engine: engine.client,
      projection: engine.projection,
    }),
    engine: engine.client,
    queries: engine.queries,
    projection: engine.projection,
    deployer,
    identity,
    tasks: createTasks({ ...capability, accounts: () => identity.accounts() }),
    cases,
    interventions: createInterventions({ ...capability, cases }),
    stock,
    studio: createStudio({
      knex,
      clock: () => new Date(now()),
      queries: engine.queries,
      engine: engine.client,
      deployer,
      projection: engine.projection,
      known: async () => ({
        groups: new Map(),
        deployment: { settings: new Map(), around: surroundings() },
      }),
      contracts: [],
      choices: { queries: engine.queries, groups: async () => [], mailTemplates: [] },
      trial: { validateForm, contracts: [], workerForms: new Map() },
    }),
    shipped: createShipped({ knex, queries: engine.queries, engine: engine.client }),
    references: createReferences({ knex, clock: () => new Date(now()) }),
    connections: { jobTypes: [], connectors: [], absent: [], test: async () => null },
    automates: { contracts: [], list: async () => [] },
    contractForms: [],
    singleSignOn: null,
    externalAccounts: { signedIn: () => Promise.reject(new Error('Expected no single sign-on')) },
    guide: { html: async () => Buffer.alloc(0), pdf: async () => Buffer.alloc(0) },
    directory: createDirectory(
      knex,
      () => new Date(now()),
      (transaction, account) => Claims.releaseAll(transaction, account),
    ),
    passwords: createDefaultPasswords({
      knex: database.knex,
      clock: () => new Date(),
      key: null,
      rules: { length: 16, symbols: '!', validityHours: 72 },
      accountsOf: async () => [],
      reset: () => Promise.reject(new Error('Expected no password to be renewed, but one is')),
    }),
    receivedMails: createReceivedMails(knex, true),
    mailbox: {
      enabled: true,
      messages: async () => [],
      message: async () => null,
    },
    outgoing: createSentMails({
      knex,
      outbox: createOutbox({ knex, clock: () => new Date(now()), domain: 'dsi.example' }),
      onQueued: () => undefined,
    }),
    signatures: { of: async () => [], verify: () => [] },
    caseFiles: createCaseFiles({
      knex,
      clock: () => new Date(now()),
      scan: null,
      caseOf: async () => null,
    }),
    documents: {
      print: createDocuments({ knex, clock: () => new Date(now()), administration: 'DGD' }).print,
      ofInstances: async () => [],
      read: async (id) =>
        id === 'pv'
          ? {
              id,
              name: 'PV d’installation é.pdf',
              contentType: 'application/pdf',
              processInstanceKey: [...engine.instances.keys()][0] ?? '1',
              kind: 'pv-installation',
              sha256: '',
              size: 5,
              createdAt: '2026-01-05T08:00:00.000Z',
              createdBy: 'cb-bit',
              firstVersion: id,
              version: 1,
              retention: 'case',
              content: Buffer.from('%PDF-'),
            }
          : null,
    },
    now,
  };
  const app = createApp(services);
  return {
    app,
    engine,
    services,
    database,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    as: (account) => caller(app, account),
    dispose: () => database.dispose(),
  };
}

/** What B's start form wants. */
export const request1 = {
  requerant: 'Awa Traoré',
  courrielRequerant: 'awa.traore@douanes.example',
  service: 'Bureau de Dakar-Port',
  article: 'ordinateur-portable',
  quantite: 1,
  motif: 'Remplacement d’un poste hors d’usage',
} as const;

/** Starts a case as `requerant`; its first task is open. */
export async function startCase(test: ApiTest): Promise<{ instanceKey: string; taskKey: string }> {
  const started = await test
    .as('requerant')
    .post('/api/v1/process-instances', {
      bpmnProcessId: 'deploiement-materiel-informatique',
      variables: request1,
    })
    .expect(201);
  const { processInstanceKey } = started.body as { processInstanceKey: string };
  const task = [...test.engine.tasks.values()].find(
    (found) => found.processInstanceKey === processInstanceKey,
  );
  return { instanceKey: processInstanceKey, taskKey: task?.key ?? '' };
}
