/** Workers with real services, and a client that hands them jobs as the gateway would. */
import { createCaseWords } from '../../src/words/case-words';
import { createReadModel } from '../../src/readmodel/read-model';
import pino from 'pino';
import { readEnvironment } from '../../src/config/environment';
import { createConnectors } from '../../src/connectors/connectors';
import { createDefaultPasswords } from '../../src/passwords/passwords';
import { createDocuments } from '../../src/documents/documents';
import type { CaseHistory } from '../../src/documents/history';
import { createConfiguredDeadlines } from '../../src/deadlines/configured';
import { createAddresses } from '../../src/identity/addresses';
import { startMail, type Mail } from '../../src/mail/out/mail';
import { createReferences } from '../../src/references/references';
import { seedDemoStock } from '../../src/stock/demo';
import { createStock } from '../../src/stock/stock';
import type {
  ActivatedJob,
  JobHandler,
  JobOutcome,
  PublishMessage,
  WorkerOptions,
  ZeebeClient,
} from '../../src/zeebe';
import type { WorkerServices } from '../../src/workers/services';
import { openPgliteTestDatabase, type TestDatabase } from '../kit/database';

export const now = new Date('2026-03-16T08:00:00Z');
export const silent = pino({ level: 'silent' });

let lastKey = 0;
export function jobOf(changes: Partial<ActivatedJob> = {}): ActivatedJob {
  lastKey += 1;
  return {
    key: `22517998136${lastKey}`,
    type: 'check-stock',
    processInstanceKey: `22517998135${lastKey}`,
    processDefinitionKey: '2251799813685248',
    processDefinitionVersion: 1,
    bpmnProcessId: 'deploiement-materiel-informatique',
    elementId: 'B5_verifier_disponibilite',
    elementInstanceKey: `22517998134${lastKey}`,
    customHeaders: {},
    variables: {},
    retries: 3,
    deadline: now.getTime() + 60_000,
    worker: 'test',
    ...changes,
  };
}

export interface FakeGateway {
  readonly client: Pick<ZeebeClient, 'createWorker'>;
  readonly types: readonly string[];
  readonly closed: readonly string[];
  /** Gives the job to the worker of its type, and answers with the outcome. */
  work(job: ActivatedJob): Promise<JobOutcome>;
}

export function fakeGateway(): FakeGateway {
  const handlers = new Map<string, JobHandler>();
  const answered = new Map<string, WorkerOptions['onAnswered']>();
  const closed: string[] = [];
  return {
    client: {
      createWorker(type, handler, options = {}) {
        handlers.set(type, handler);
        answered.set(type, options.onAnswered);
        return {
          type,
          close: async () => {
            closed.push(type);
          },
        };
      },
    },
    get types() {
      return [...handlers.keys()];
    },
    closed,
    async work(job) {
      const handler = handlers.get(job.type);
      if (handler === undefined) throw new Error(`Expected a worker of type ${job.type}, but there is none`);
      return handler(job).finally(() => answered.get(job.type)?.(job));
    },
  };
}

export interface TestServices {
  readonly services: WorkerServices;
  readonly database: TestDatabase;
  readonly mail: Mail;
  readonly published: PublishMessage[];
  /** What the read model shows, by process instance key. */
  readonly histories: Map<string, CaseHistory>;
  dispose(): Promise<void>;
}

export async function openTestServices(): Promise<TestServices> {
  const database = await openPgliteTestDatabase();
  const { knex } = database;
  const clock = () => now;
  const administration = 'Direction générale des Douanes';
  const published: PublishMessage[] = [];
  const histories = new Map<string, CaseHistory>();
  const mail = await startMail({
    environment: {
      ...readEnvironment({}),
      MAIL_FROM: 'Logigramme <a@douanes.example>',
      ADMINISTRATION: administration,
    },
    attachment: async () => null,
    knex,
    clock,
    logger: silent,
  });
  const publish = async (message: PublishMessage) => published.push(message);
  const stock = createStock({ knex, clock, logger: silent, publish });
  await seedDemoStock(knex, now);
  const documents = createDocuments({ knex, clock, administration });
  return {
    services: {
      mailer: mail,
      stock,
      documents,
      connectors: createConnectors({
        file: undefined,
        ownFolder: null,
        read: () => undefined,
        knex,
        clock,
        timeZone: 'UTC',
      }),
      passwords: createDefaultPasswords({
        knex,
        clock,
        key: null,
        rules: { length: 16, symbols: '!', validityHours: 72 },
        accountsOf: async () => [],
        reset: () => Promise.reject(new Error('Expected no password to be renewed, but one is')),
      }),
      references: createReferences({ knex, clock }),
      deadlines: createConfiguredDeadlines({
        references: createReferences({ knex, clock }),
        timeZone: 'Africa/Abidjan',
      }),
      addresses: createAddresses({ knex, sharedAddress: async () => null }),
      caseHistory: async (key) => histories.get(key) ?? null,
      caseWords: createCaseWords({
        queries: createReadModel(knex),
        contracts: [],
        accounts: async () => [],
        timeZone: 'Africa/Abidjan',
      }),
      caseOf: async (key) => key,
      provenance: async () => [],
      completedBy: async () => null,
      account: async () => null,
      clock,
    },
    database,
    mail,
    published,
    histories,
    async dispose() {
      await stock.stop();
      await mail.close();
      await documents.close();
      await database.dispose();
    },
  };
}
