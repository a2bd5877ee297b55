/** What the workers act with. Every process that runs workers makes its own, on the same database. */
import path from 'node:path';
import type { Knex } from 'knex';
import type { Logger } from '../kit/logger';
import { createCaseWords } from '../words/case-words';
import { choiceSource } from './choice-source';
import { createConnectors } from '../connectors/connectors';
import type { Environment } from '../config/environment';
import { createConfiguredDeadlines, type ConfiguredDeadlines } from '../deadlines/configured';
import { createDocuments } from '../documents/documents';
import { accountsWithMail, allAccounts, findAccount } from '../identity/accounts';
import { createAddresses } from '../identity/addresses';
import { startMail, type Mail } from '../mail/out/mail';
import { createDefaultPasswords, type DefaultPasswords } from '../passwords/passwords';
import { PasswordConnector } from '../passwords/rows';
import { keyFor } from '../passwords/seal';
import { createCaseHistory } from '../readmodel/case-history';
import { lastCompletedBy, provenanceOf } from '../readmodel/provenance';
import { createReadModel, type ReadModelQueries } from '../readmodel/read-model';
import { createFormChoices, withFormChoices } from '../references/form-choices';
import { GROUP_ADDRESSES } from '../references/kinds/group-addresses';
import { createReferences, type References } from '../references/references';
import { createStock } from '../stock/stock';
import { PGLITE_FOLDER } from '../store/pglite/database';
import type { ByHandContract } from '../tasks/by-hand';
import type { FormSchema } from '../forms/schema';
import type { ZeebeClient } from '../zeebe';
import { byHandContracts } from '../workers/by-hand';
import { contractForm } from '../workers/contracts/contract-form';
import { findWorkers } from '../workers/host/registry';
import type { Worker, WorkerServices } from '../workers/services';

export interface WorkerServicesParts {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly knex: Knex;
  readonly client: ZeebeClient;
  /** What people read is dated by it; attempts, leases and passwords keep to the world's time. */
  readonly clock: () => Date;
}

export interface StartedWorkerServices {
  readonly services: WorkerServices;
  readonly mail: Mail;
  /** With today's choices in every form. */
  readonly queries: ReadModelQueries;
  readonly references: References;
  readonly deadlines: ConfiguredDeadlines;
  readonly passwords: DefaultPasswords;
  /** All that there are, done by hand or not. */
  readonly workers: readonly Worker[];
  /** By each worker's contract: what its step leaves, in words. */
  readonly contractForms: readonly FormSchema[];
  /** Of those that people do. */
  readonly byHand: readonly ByHandContract[];
  stop(): Promise<void>;
}

export async function startWorkerServices(parts: WorkerServicesParts): Promise<StartedWorkerServices> {
  const { environment, logger, knex, client, clock } = parts;
  const worldClock = (): Date => new Date();
  const connectors = createConnectors({
    file: environment.CONNECTORS_FILE,
    read: environment.variable,
    knex,
    clock: worldClock,
    timeZone: environment.TZ,
    ownFolder: environment.DATABASE_URL === undefined ? path.join(environment.dataDir, PGLITE_FOLDER) : null,
  });
  const documents = createDocuments({ knex, clock, administration: environment.ADMINISTRATION });
  const mail = await startMail({
    environment,
    knex,
    clock: worldClock,
    logger,
    async attachment(id) {
      const found = await documents.readLatest(id);
      return found && { name: found.name, mediaType: found.contentType, bytes: found.content };
    },
  });
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
  const references = createReferences({ knex, clock });
  const deadlines = createConfiguredDeadlines({ references, timeZone: environment.TZ });
  const addresses = createAddresses({
    knex,
    async sharedAddress(group) {
      const found = (await references.list(GROUP_ADDRESSES)).find(({ code }) => code === group);
      return found === undefined ? null : String(found.values['courriel']);
    },
  });
  const passwords = createDefaultPasswords({
    knex,
    clock: worldClock,
    key: keyFor(environment.PASSWORDS_KEY, connectors.makesPasswords),
    rules: connectors.passwordRules,
    accountsOf: (mail) => accountsWithMail(knex, mail),
    async reset(connector, account, password) {
      const system =
        connector === PasswordConnector.DIRECTORY ? connectors.directory?.people : connectors.mailboxes;
      if (system == null) throw new Error('Son système n’est plus dans le fichier des connecteurs.');
      await system.resetPassword(account, password);
    },
  });
  const workers = findWorkers();
  const contractForms = workers.map(contractForm);
  const choices = createFormChoices(choiceSource(references, stock));
  const services: WorkerServices = {
    mailer: mail,
    addresses,
    stock,
    documents,
    connectors,
    passwords,
    references,
    deadlines,
    caseHistory: createCaseHistory(knex),
    caseWords: (history, variables) => caseWords(history, variables),
    caseOf: (processInstanceKey) => queries.caseOf(processInstanceKey),
    provenance: (job) => provenanceOf(knex, job),
    completedBy: (instances, elementId) => lastCompletedBy(knex, instances, elementId),
    account: async (name) => (await findAccount(knex, name))?.account ?? null,
    clock,
  };
  const byHand = byHandContracts(workers, services);
  const readModel = createReadModel(knex, new Set(byHand.map(({ jobType }) => jobType)));
  const queries = withFormChoices(readModel, choices);
  const caseWords = createCaseWords({
    queries,
    contracts: contractForms,
    accounts: async () => (await allAccounts(knex)).map(({ account }) => account),
    timeZone: environment.TZ,
  });
  return {
    services,
    mail,
    queries,
    contractForms,
    references,
    deadlines,
    passwords,
    workers,
    byHand,
    async stop() {
      await stock.stop();
      await mail.close();
      await documents.close();
    },
  };
}
