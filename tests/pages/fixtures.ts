/**
 * Pages on fixed data, without a database or an engine: one case of procedure B in each state a page can show.
 * Longer than other files because the parts of one fictitious world refer to each other.
 * The walks of tests/browser run on the real program; this is for looks, escaping and accessibility.
 */
import { createDeployer } from '../../src/procedures/checked-deploy';
import { surroundings } from '../procedures/surroundings';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeProcess, factsOf } from '../../src/bpmn';
import type { SentMailView } from '../../src/mail/out/sent-mails';
import type { Knex } from 'knex';
import pino from 'pino';
import { readEnvironment } from '../../src/config/environment';
import { projectRoot } from '../../src/config/root';
import { Role, type Account } from '../../src/identity/account';
import { validateForm } from '../../src/forms';
import type {
  ElementInstanceView,
  IncidentView,
  InstanceView,
  Page,
  ProcessDetailView,
  TaskDetailView,
  VariableView,
} from '../../src/readmodel/views';
import { DomainError } from '../../src/web/errors';
import type { WebServices } from '../../src/web/services';

const folder = path.join(projectRoot, 'processes', 'b-deploiement-materiel-informatique');
export const formOf = (name: string) =>
  JSON.parse(readFileSync(path.join(folder, `${name}.form`), 'utf8')) as Record<string, unknown>;
const bpmnXml = readFileSync(path.join(folder, 'b-deploiement-materiel-informatique.bpmn'), 'utf8');

export const now = Date.parse('2026-11-22T13:10:00.000Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const page = <T>(items: readonly T[]): Page<T> => ({ items, nextCursor: null });
const counted = <T>(items: readonly T[]) => ({ ...page(items), total: items.length });

const agent = (
  name: string,
  displayName: string,
  groups: readonly string[],
  roles: Account['roles'] = [Role.AGENT],
) => ({ name, displayName, email: `${name}@dsi.example`, groups, roles, superior: null }) satisfies Account;

export const accounts: readonly Account[] = [
  agent('admin', 'Administrateur', [], [Role.ADMIN]),
  agent('proprietaire', 'Propriétaire de procédure', [], [Role.OWNER]),
  agent('responsable', 'Responsable', [], [Role.MANAGER]),
  agent('dsi', 'Directeur des Systèmes d’Information', ['dsi']),
  agent('cb-bit', 'CB Infrastructure et Télécommunication', ['cb-bit']),
  agent('gs', 'Gestionnaire du Stock', ['gs']),
  agent('requerant', 'Requérant', []),
];

export const process: ProcessDetailView = {
  key: '2251799813685249',
  bpmnProcessId: 'deploiement-materiel-informatique',
  name: 'Déploiement du matériel informatique',
  letter: 'B',
  version: 1,
  versionTag: null,
  startable: true,
  startGroups: [],
  suspension: null,
  deployedAt: ago(5000),
  startForm: formOf('b-demande'),
  bpmnXml,
  documentation:
    'Cette procédure traite des modalités d’installation d’un équipement informatique chez un utilisateur.\n\nElle est gérée par la Direction des Systèmes d’Information.',
};

const instance = (n: number, changes: Partial<InstanceView>): InstanceView => ({
  processInstanceKey: String(2251799813685300 + n),
  processDefinitionKey: process.key,
  bpmnProcessId: process.bpmnProcessId,
  processName: process.name,
  letter: 'B',
  version: 1,
  state: 'ACTIVE',
  hasIncident: false,
  startedAt: ago(180 * n + 95),
  endedAt: null,
  parentProcessInstanceKey: null,
  initiator: 'requerant',
  caseNumber: `B-2026-${String(n).padStart(6, '0')}`,
  ...changes,
});

export const running = instance(1, {});
export const stuck = instance(2, { hasIncident: true });
export const finished = instance(3, { state: 'COMPLETED', endedAt: ago(30) });
export const canceled = instance(4, { state: 'CANCELED', endedAt: ago(60) });
const instances = [running, stuck, finished, canceled];

let counter = 0;
const element = (
  id: string,
  elementType: string,
  elementName: string | null,
  state: ElementInstanceView['state'],
  started: number,
): ElementInstanceView => ({
  key: String(2251799813686000 + ++counter),
  elementId: id,
  elementName,
  elementType,
  state,
  flowScopeKey: null,
  startedAt: ago(started),
  endedAt: state === 'ACTIVE' ? null : ago(started - 5),
  hasIncident: false,
  calledProcessInstanceKey: null,
});

const elements = [
  element(process.bpmnProcessId, 'PROCESS', process.name, 'ACTIVE', 275),
  element('B1_demande_recue', 'START_EVENT', 'Demande de matériel reçue', 'COMPLETED', 275),
  element('B2_transmettre_au_cb', 'USER_TASK', 'Transmettre la demande au CB', 'COMPLETED', 270),
  element('B3_analyser_demande', 'USER_TASK', 'Analyser la demande', 'COMPLETED', 240),
  element('B3_decision', 'EXCLUSIVE_GATEWAY', 'Demande justifiée ?', 'COMPLETED', 200),
  element('B5_dossier_transmettre', 'USER_TASK', 'Transmettre le dossier au GS', 'COMPLETED', 200),
  element('B5_verifier_disponibilite', 'SERVICE_TASK', 'Vérifier la disponibilité', 'COMPLETED', 190),
  element('B5_decision', 'EXCLUSIVE_GATEWAY', 'Matériel disponible en stock ?', 'COMPLETED', 185),
  element('B5_attente', 'RECEIVE_TASK', 'Mettre la demande en attente', 'COMPLETED', 180),
  element('B5_verifier_disponibilite', 'SERVICE_TASK', 'Vérifier la disponibilité', 'COMPLETED', 100),
  element('B5_reserver_stock', 'SERVICE_TASK', 'Réserver le matériel*', 'COMPLETED', 95),
  element('B6_configurer_materiel', 'USER_TASK', 'Sortir et configurer le matériel', 'ACTIVE', 95),
];

const variables: Readonly<Record<string, unknown>> = {
  requerant: 'Awa Koné',
  courrielRequerant: 'awa.kone@douanes.example',
  service: 'Bureau des régimes économiques',
  article: 'ordinateur-portable',
  quantite: 2,
  motif: 'Le poste actuel ne démarre plus ; <script>alert("x")</script> les dossiers attendent.',
  initiateur: 'requerant',
  numeroDossier: running.caseNumber,
  resultatEnquete: 'Aucun équipement récent au nom de l’utilisateur.',
  demandeJustifiee: true,
  stockDisponible: true,
  quantiteDisponible: 4,
};

const task = (n: number, changes: Partial<TaskDetailView>): TaskDetailView => ({
  key: String(2251799813687000 + n),
  jobType: 'io.camunda.zeebe:userTask',
  native: false,
  byHand: false,
  state: 'CREATED',
  name: 'Analyser la demande',
  elementId: 'B3_analyser_demande',
  elementInstanceKey: elements[3]?.key ?? '',
  processInstanceKey: stuck.processInstanceKey,
  bpmnProcessId: process.bpmnProcessId,
  processName: process.name,
  letter: 'B',
  caseNumber: stuck.caseNumber,
  candidateGroups: ['cb-bit'],
  candidateUsers: [],
  assignee: null,
  assignedBy: null,
  dueDate: null,
  followUpDate: null,
  unreadableDueDate: null,
  priority: 50,
  requester: null,
  externalForm: null,
  createdAt: ago(42),
  endedAt: null,
  completedBy: null,
  documentation:
    'Le CB Infrastructure et Télécommunication analyse la demande à travers des enquêtes et sa base de données pour voir si l’utilisateur ne dispose pas déjà de l’équipement demandé.',
  variables,
  form: formOf('b-analyse-demande'),
  ...changes,
});

export const unclaimed = task(1, {});
export const claimed = task(2, {
  name: 'Sortir et configurer le matériel',
  elementId: 'B6_configurer_materiel',
  elementInstanceKey: elements[11]?.key ?? '',
  processInstanceKey: running.processInstanceKey,
  caseNumber: running.caseNumber,
  assignee: 'cb-bit',
  dueDate: ago(-3000),
  form: formOf('b-configuration'),
});
export const dated = task(3, {
  name: 'Rédiger le PV d’installation',
  elementId: 'B7_rediger_pv',
  assignee: 'cb-bit',
  dueDate: ago(600),
  form: formOf('b-pv-installation'),
});
export const done = task(4, {
  elementInstanceKey: elements[3]?.key ?? '',
  processInstanceKey: running.processInstanceKey,
  caseNumber: running.caseNumber,
  state: 'COMPLETED',
  completedBy: 'cb-bit',
  endedAt: ago(235),
});
const tasks = [unclaimed, claimed, dated, done];

export const incident: IncidentView = {
  key: '2251799813688001',
  processInstanceKey: stuck.processInstanceKey,
  bpmnProcessId: process.bpmnProcessId,
  elementId: 'B6_configurer_materiel',
  elementInstanceKey: elements[11]?.key ?? '',
  jobKey: '2251799813688000',
  errorType: 'JOB_NO_RETRIES',
  errorMessage:
    'Expected variable `article` to be a string, but it is missing; set it on the case, then retry',
  state: 'CREATED',
  createdAt: ago(20),
  resolvedAt: null,
};

const flows = [
  'B1_vers_B2',
  'B2_vers_B3',
  'B3_vers_decision',
  'B3_oui',
  'B5_dossier_vers_B5',
  'B5_vers_decision',
  'B5_non',
  'B5_attente_vers_B5',
  'B5_oui',
  'B5_vers_B6',
].map((elementId) => ({ elementId, count: elementId === 'B5_vers_decision' ? 2 : 1 }));

const mail = {
  id: '1',
  messageId: '<1@logigramme>',
  from: 'Logigramme <logigramme@localhost>',
  to: ['awa.kone@douanes.example'],
  subject: `Demande ${String(running.caseNumber)} : votre demande est en attente de matériel`,
  text: `Bonjour,\n\nVotre demande ${String(running.caseNumber)} attend du matériel.\n\nLa DSI`,
  html: '<h1>Bonjour</h1><p>Votre demande attend du <strong>matériel</strong>.</p><script>parent.hacked = 1</script><img src="http://ailleurs.example/x.png" alt="">',
  date: ago(178),
  receivedAt: ago(178),
  attachments: [],
};

const sentMail = (
  id: string,
  state: SentMailView['state'],
  changes: Partial<SentMailView>,
): SentMailView => ({
  id,
  state,
  key: `job-${id}`,
  processInstanceKey: running.processInstanceKey,
  to: 'awa.kone@douanes.example',
  copies: [],
  subject: mail.subject,
  error: null,
  attempts: 1,
  createdAt: ago(178),
  sentAt: ago(178),
  nextAttemptAt: null,
  bouncedAt: null,
  requestedBy: null,
  mailboxId: null,
  ...changes,
});
const sentMails: readonly SentMailView[] = [
  sentMail('1', 'SENT', { mailboxId: '1' }),
  sentMail('2', 'FAILED', { sentAt: null, attempts: 3, error: 'Le serveur de messagerie ne répond pas.' }),
  sentMail('3', 'BOUNCED', {
    bouncedAt: ago(170),
    error: 'L’adresse « awa.kone@douanes.example » n’existe pas.',
  }),
  sentMail('4', 'QUEUED', { sentAt: null, nextAttemptAt: ago(-60), error: 'Le serveur ne répond pas.' }),
];

const article = (code: string, name: string, quantity: number, reserved: number) => ({
  code,
  name,
  unit: 'unité',
  threshold: 2,
  quantity,
  reserved,
  available: quantity - reserved,
  low: quantity - reserved <= 2,
});
const articles = [
  article('ordinateur-portable', 'Ordinateur portable', 6, 2),
  article('imprimante', 'Imprimante', 1, 1),
  article('onduleur', 'Onduleur', 12, 0),
];

export interface Completion {
  readonly key: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Fixture {
  readonly services: WebServices;
  readonly completions: Completion[];
  readonly receipts: unknown[];
  readonly resent: unknown[];
}

export function createFixture(): Fixture {
  const completions: Completion[] = [];
  const receipts: unknown[] = [];
  const resent: unknown[] = [];
  const sessions = new Map<string, string>();
  const found = <T>(value: T | undefined): T => {
    if (value === undefined)
      throw new DomainError('NOT_FOUND', 'Aucun élément ne porte cette clé. Vérifiez-la.');
    return value;
  };
  const instanceOf = async (key: string) => found(instances.find((one) => one.processInstanceKey === key));
  const elementsOf = async (key: string) => {
    const open = (await instanceOf(key)).state === 'ACTIVE';
    return elements.map((one) => ({
      ...one,
      hasIncident: key === stuck.processInstanceKey && one.state === 'ACTIVE',
      state: open ? one.state : 'COMPLETED',
      endedAt: open ? one.endedAt : (one.endedAt ?? ago(31)),
    }));
  };
  const mine = (account: Account) => account.groups.includes('cb-bit') || account.roles.includes(Role.ADMIN);

  const engine = {
    updateJobRetries: async () => undefined,
    resolveIncident: async () => undefined,
    deploy: async () => ({ key: '1', processes: [], forms: [], decisions: [] }),
  };
  const services = {
    environment: readEnvironment({ LOG_LEVEL: 'silent', TZ: 'Africa/Abidjan' }),
    logger: pino({ level: 'silent' }),
    knex: (() => undefined) as unknown as Knex,
    now: () => now,
    singleSignOn: null,
    studio: {},
    projection: { onProjected: () => () => undefined },
    identity: {
      deactivated: async () => [],
      demo: true,
      authenticate: async (name: string, password: string) =>
        password === 'demonstration' ? (accounts.find((account) => account.name === name) ?? null) : null,
      accounts: async () => accounts,
      account: async (name: string) => accounts.find((account) => account.name === name) ?? null,
      openSession: async (name: string) => {
        sessions.set(`jeton-${name}`, name);
        return { token: `jeton-${name}`, expiresAt: new Date(now + 3_600_000) };
      },
      sessionAccount: async (token: string) =>
        accounts.find((account) => account.name === sessions.get(token)) ?? null,
      closeSession: async (token: string) => void sessions.delete(token),
    },
    queries: {
      processes: async () => [process],
      process: async (id: string) => (id === process.bpmnProcessId ? process : null),
      processXml: async (key: string) => (key === process.key ? bpmnXml : null),
      processFacts: async () => factsOf(await describeProcess(bpmnXml, process.bpmnProcessId)),
      instance: async (key: string) => instances.find((one) => one.processInstanceKey === key) ?? null,
      tasks: async ({ processInstanceKey }: { processInstanceKey?: string }) =>
        page(
          tasks.filter(
            (one) => processInstanceKey === undefined || one.processInstanceKey === processInstanceKey,
          ),
        ),
      task: async (key: string) => tasks.find((one) => one.key === key) ?? null,
      callers: async () => [],
      formsOfTasks: async (keys: readonly string[]) =>
        tasks.flatMap(({ key, form }) => (keys.includes(key) ? [form] : [])),
      incidents: async ({ processInstanceKey }: { processInstanceKey?: string }) =>
        page(processInstanceKey === stuck.processInstanceKey ? [incident] : []),
      incident: async () => incident,
      caseOf: async (key: string) => key,
      elements: async (key: string) => elementsOf(key),
      elementNames: async () => [],
    },
    tasks: {
      list: async (account: Account, filter: { view?: string; processInstanceKey?: string }) =>
        page(
          tasks.filter(
            (one) =>
              mine(account) &&
              one.state === 'CREATED' &&
              (filter.view !== 'mine' || one.assignee === account.name) &&
              (filter.view !== 'group' || one.assignee === null) &&
              (filter.processInstanceKey === undefined ||
                one.processInstanceKey === filter.processInstanceKey),
          ),
        ),
      read: async (account: Account, key: string) => {
        const one = found(tasks.find((candidate) => candidate.key === key));
        const open = one.state === 'CREATED' && mine(account);
        return {
          ...one,
          allowed: {
            claim: open && one.assignee === null,
            unclaim: open && one.assignee === account.name,
            complete: open && one.assignee === account.name,
            assign: false,
            remind: false,
          },
        };
      },
      counts: async (account: Account) => {
        const count = (wanted: boolean) => ({
          count: tasks.filter(
            (one) => mine(account) && one.state === 'CREATED' && (one.assignee === null) !== wanted,
          ).length,
          more: false,
        });
        const none = { count: 0, more: false };
        return {
          mine: count(true),
          group: count(false),
          delegated: none,
          all: none,
          late: none,
          today: none,
        };
      },
      filters: { list: async () => [] },
      rights: (account: Account, one: TaskDetailView) => ({
        claim: one.assignee === null && mine(account),
        unclaim: false,
        complete: false,
        assign: false,
        remind: false,
      }),
      assignees: async () => [],
      comments: async () => [],
      actions: async () => [],
      claim: async () => unclaimed,
      unclaim: async () => unclaimed,
      complete: async (_account: Account, key: string, submitted: Record<string, unknown>) => {
        const one = found(tasks.find((candidate) => candidate.key === key));
        const result = validateForm(one.form ?? {}, submitted, one.variables);
        if (!result.ok)
          throw new DomainError('FORM_INVALID', 'Corrigez les champs indiqués.', { errors: result.errors });
        completions.push({ key, variables: result.values });
        return one;
      },
    },
    cases: {
      start: async () => ({
        processInstanceKey: running.processInstanceKey,
        caseNumber: running.caseNumber ?? '',
      }),
      list: async (_account: Account, filter: { q?: string; state?: string }) =>
        counted(
          instances.filter(
            (one) =>
              (filter.state === undefined || one.state === filter.state) &&
              (filter.q === undefined || (one.caseNumber ?? '').includes(filter.q)),
          ),
        ),
      read: async (account: Account, key: string) => {
        const one = await instanceOf(key);
        const open = one.state === 'ACTIVE';
        return {
          ...one,
          allowed: {
            cancel: open && account.roles.includes(Role.ADMIN),
            withdraw: open && account.name === 'admin',
            changeVariables: open && account.roles.includes(Role.ADMIN),
          },
        };
      },
      called: async () => [],
      elements: async (_account: Account, key: string) => elementsOf(key),
      sequenceFlows: async () => flows,
      variables: async (_account: Account, key: string): Promise<readonly VariableView[]> =>
        Object.entries(variables).map(([name, value]) => ({
          name,
          value,
          scopeKey: key,
        })),
      withdraw: async () => undefined,
      cancel: async () => undefined,
    },
    stock: {
      articles: async () => articles,
      waiting: async () => [{ article: 'imprimante' }],
      article: async (code: string) => articles.find((one) => one.code === code) ?? null,
      movements: async () => [
        {
          id: '2',
          article: 'ordinateur-portable',
          kind: 'reservation',
          quantity: 2,
          at: ago(95),
          by: 'logigramme',
          processInstanceKey: running.processInstanceKey,
          reference: null,
        },
        {
          id: '1',
          article: 'ordinateur-portable',
          kind: 'entree',
          quantity: 6,
          at: ago(102),
          by: 'gs',
          processInstanceKey: null,
          reference: 'BL-2026-114',
        },
      ],
      receive: async (code: string, entry: object) => {
        receipts.push({ code, ...entry });
        return articles[0];
      },
    },
    mailbox: {
      enabled: true,
      messages: async () => [mail, { ...mail, id: '2', html: null, subject: '' }],
      message: async (id: string) =>
        id === '1' ? mail : id === '2' ? { ...mail, id: '2', html: null } : null,
    },
    outgoing: {
      list: async ({ state }: { state?: string }) => ({
        items: sentMails.filter((one) => state === undefined || one.state === state),
        nextCursor: null,
      }),
      read: async (id: string) => {
        const one = sentMails.find((candidate) => candidate.id === id);
        return one === undefined
          ? null
          : {
              ...one,
              messageId: mail.messageId,
              text: mail.text,
              html: id === '3' ? mail.html : '<p>Bonjour</p>',
              attachments: [],
            };
      },
      ofInstances: async () => sentMails,
      counts: async () => ({ SENT: 1, FAILED: 1, BOUNCED: 1, QUEUED: 1 }),
      resend: async (id: string, by: string) => {
        resent.push({ id, by });
        return true;
      },
    },
    signatures: { of: async () => [], verify: () => [] },
    documents: {
      ofInstances: async () => [
        {
          id: 'pv-1',
          name: 'pv-installation-B-2026-000001.pdf',
          contentType: 'application/pdf',
          processInstanceKey: running.processInstanceKey,
          createdAt: ago(80),
          size: 48_213,
        },
      ],
      read: async (id: string) =>
        id === 'pv-1'
          ? {
              id,
              name: 'pv-installation é.pdf',
              contentType: 'application/pdf',
              processInstanceKey: running.processInstanceKey,
              createdAt: ago(80),
              content: Buffer.from('%PDF-1.7'),
            }
          : null,
    },
    engine,
    deployer: createDeployer({
      engine: { deploy: () => engine.deploy() },
      queries: { processXml: async () => bpmnXml, resourceVersions: async () => [] },
      settings: new Map(),
      around: surroundings(),
    }),
  };
  // Pages use a part of the services; a page that needs more fails its test by a TypeError.
  return { services: services as unknown as WebServices, completions, receipts, resent };
}
