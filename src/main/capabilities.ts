/** What is ours around the engine: tasks, cases, stock, mail, documents, as web and workers are given them. */
import type { Logger } from '../kit/logger';
import { createAuditLog } from '../audit/audit-log';
import { createCases } from '../cases/cases';
import { startChores } from './chores';
import { createAutomates } from '../workers/overview/automates';
import type { Connector } from '../kit/connector';
import { describeConnections } from '../workers/overview/connections';
import type { Environment } from '../config/environment';
import { createCaseFiles } from '../documents/files/case-files';
import { createScan } from '../documents/files/clamd';
import { readCertificate } from '../documents/signature/certificate';
import { createSignatures } from '../documents/signature/signatures';
import { createInterventions } from '../operations/interventions';
import { createDeadlines } from '../deadlines/deadlines';
import { validateForm } from '../forms';
import { createGuide } from '../guide/guide';
import { startInbound } from '../mail/in/inbound';
import type { Mail } from '../mail/out/mail';
import { mailTemplateNames } from '../mail/out/template';
import { createReceivedMails } from '../mail/in/views';
import { createDirectory } from '../identity/directory';
import { IdentityConfigurationError } from '../identity/demo';
import { createExternalAccounts } from '../identity/external-accounts';
import type { Identity } from '../identity/identity';
import { createSingleSignOn, type SingleSignOn } from '../identity/single-sign-on';
import { createShipped } from '../procedures/shipped';
import { createSuspensions } from '../procedures/suspension';
import { createDeployer } from '../procedures/checked-deploy';
import { MEGABYTE } from '../procedures/deployment-size';
import { untilShown } from '../procedures/shown';
import type { Projector } from '../projections/projector';
import { fillingIn } from '../references/form-choices';
import { seedDemoReferences } from '../references/demo';
import { seedDemoStock } from '../stock/demo';
import type { Database } from '../store/port';
import { readWorkerLife } from '../readmodel/worker-life';
import { Claims } from '../tasks/claims';
import { createReminders } from './reminders';
import { createTasks } from '../tasks/tasks';
import type { WebServices } from '../web/services';
import type { Deployment, ZeebeClient } from '../zeebe';
import { auditedServices } from './audited-services';
import { createSurroundings } from './surroundings';
import { signingAtSteps } from './signing';
import { studioOf } from './studio';
import { startWorkerServices } from './worker-services';
import { contractOf } from '../workers/contracts/contracts';
import type { HostParts } from '../workers/host/start';

export interface CapabilityParts {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly database: Database;
  readonly projector: Projector;
  readonly client: ZeebeClient;
  readonly identity: Identity;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Capabilities {
  readonly web: WebServices;
  readonly host: Pick<HostParts, 'services' | 'workers'>;
  /** Once the engine answers: sends what an earlier run left unsent, and waits until the procedures can be seen. */
  afterDeployment(deployments: readonly Deployment[], signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

const mailOut = ({ checkServer }: Pick<Mail, 'checkServer'>): readonly Connector[] =>
  checkServer === null ? [] : [{ name: 'mailOut', jobTypes: ['send-mail'], check: checkServer }];

function singleSignOnOf(environment: Environment): SingleSignOn | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_GROUPS_CLAIM } = environment;
  if (OIDC_ISSUER === undefined) return null;
  if (OIDC_CLIENT_ID === undefined) {
    throw new IdentityConfigurationError(
      'Expected OIDC_CLIENT_ID beside OIDC_ISSUER: the name by which the identity provider knows this program.',
    );
  }
  return createSingleSignOn({
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    groupsClaim: OIDC_GROUPS_CLAIM,
  });
}

export async function createCapabilities(parts: CapabilityParts): Promise<Capabilities> {
  const { environment, logger, database, projector, client, identity, now } = parts;
  const { knex } = database;
  const clock = (): Date => new Date(now());
  const base = await startWorkerServices({ environment, logger, knex, client, clock });
  const { mail, byHand, queries, references, services } = base;
  const { stock, documents, connectors } = services;
  if (identity.demo) {
    await seedDemoStock(knex, clock());
    await seedDemoReferences(references);
  }
  const deadlines = createDeadlines({
    knex,
    configured: base.deadlines,
    onProjected: (listener) => projector.onProjected(listener),
    logger,
  });
  const caseFiles = createCaseFiles({
    knex,
    clock,
    scan: environment.CLAMD_SOCKET === undefined ? null : createScan(environment.CLAMD_SOCKET),
    caseOf: (key) => queries.caseOf(key),
  });
  const signatures = createSignatures({
    knex,
    clock,
    certificate: readCertificate(environment.SIGNATURE_PKCS12, environment.SIGNATURE_PASSWORD),
    timeZone: environment.TZ,
  });
  const shared = {
    attachments: caseFiles,
    knex,
    queries,
    engine: client,
    projection: projector,
    validateForm: fillingIn((schema, submitted, context: Parameters<typeof validateForm>[2]) =>
      validateForm(schema, submitted, context, { now: clock() }),
    ),
  };
  const directory = createDirectory(knex, clock, (transaction, account) =>
    Claims.releaseAll(transaction, account),
  );
  const chores = startChores({ connectors, passwords: base.passwords, caseFiles, client, logger });
  const contracts = base.workers.map(contractOf);
  const checks = {
    settings: environment.DEPLOY_RULES,
    around: createSurroundings({
      queries,
      accounts: () => identity.accounts(),
      jobTypes: contracts.map(({ jobType }) => jobType),
    }),
  };
  const deployer = createDeployer({
    engine: client,
    queries,
    messageBytes: environment.MAX_MESSAGE_MEGABYTES * MEGABYTE,
    ...checks,
  });
  const connections = describeConnections([...mailOut(mail), ...connectors.all], contracts, byHand);
  const cases = createCases({ ...shared, now });
  const inbound = await startInbound({
    connector: connectors.mailIn,
    knex,
    clock,
    logger,
    mail,
    documents,
    accounts: () => identity.accounts(),
    actors: services.addresses,
    cases,
    queries,
    engine: client,
    async startMessages(bpmnProcessId) {
      const process = await queries.process(bpmnProcessId);
      return process === null ? null : (await queries.processFacts(process.key)).startMessages;
    },
  });
  return {
    web: auditedServices(
      {
        environment,
        logger,
        knex,
        engine: client,
        queries,
        identity,
        tasks: createTasks({
          ...shared,
          byHand,
          beforeEnd: signingAtSteps(queries, signatures),
          accounts: () => identity.accounts(),
          timeZone: environment.TZ,
          now,
          remind: createReminders(mail),
        }),
        cases,
        stock,
        mailbox: mail.mailbox,
        outgoing: mail.outgoing,
        receivedMails: createReceivedMails(knex, connectors.mailIn !== null),
        projection: projector,
        deployer,
        documents,
        caseFiles,
        signatures,
        connections,
        contractForms: base.contractForms,
        automates: createAutomates({
          contracts,
          connections: connections.jobTypes,
          life: () => readWorkerLife(knex),
          procedures: async () =>
            (await queries.processes()).map(({ key, bpmnProcessId, name, letter }) => ({
              key,
              bpmnProcessId,
              name,
              letter,
            })),
          stepsOf: async ({ key }) => (await queries.processFacts(key)).jobSteps,
        }),
        references,
        directory,
        singleSignOn: singleSignOnOf(environment),
        externalAccounts: createExternalAccounts({
          knex,
          directory,
          roleGroups: environment.OIDC_ROLE_GROUPS,
          clock,
        }),
        passwords: base.passwords,
        shipped: createShipped({ knex, queries, engine: client }),
        interventions: createInterventions({
          knex,
          queries,
          cases,
          engine: client,
          projection: projector,
          now,
        }),
        suspensions: createSuspensions({ queries, engine: client, projection: projector }),
        studio: studioOf({
          knex,
          clock,
          queries,
          engine: client,
          deployer,
          checks,
          projection: projector,
          identity,
          contracts,
          mailTemplates: mailTemplateNames(),
          validateForm: shared.validateForm,
          contractForms: base.contractForms,
        }),
        guide: createGuide({
          queries,
          administration: environment.ADMINISTRATION,
          timeZone: environment.TZ,
          clock,
        }),
        now,
      },
      createAuditLog(knex, clock),
    ),
    host: { services, workers: base.workers },
    async afterDeployment(deployments, signal) {
      await stock.publishPending();
      await untilShown({ deployments, queries, projection: projector, logger, signal });
      await inbound.resume();
      await caseFiles.sweep();
    },
    async stop() {
      await inbound.stop();
      await chores.stop();
      await deadlines.stop();
      await base.stop();
    },
  };
}
